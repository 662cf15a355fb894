using EventLogDemo.Engine.Environments;
using EventLogDemo.Engine.Pipelines;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventLogDemo.Engine.Tests.Environments;

public sealed class ObservedServiceHostTests : IDisposable
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    private readonly HookScript _hook = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _hook.Dispose();

    [Fact]
    public async Task Hook_that_hangs_ends_at_the_timeout_and_the_next_action_can_run()
    {
        using ObservedServiceHost services = Open("case $1 in stop) exec sleep 60;; esac");
        ServiceTimeoutException late = await Assert.ThrowsAsync<ServiceTimeoutException>(
            async () => await services.ActAsync(ServiceNames.Kafka, ServiceAction.Stop, Short, Token));
        Assert.Equal(ServiceNames.Kafka, late.Target);

        await services.ActAsync(ServiceNames.Kafka, ServiceAction.Start, Long, Token);
    }

    [Fact]
    public async Task Service_that_keeps_running_after_its_hook_has_ended_is_waited_for_until_the_timeout()
    {
        using ObservedServiceHost services = Open("exit 0");
        await Assert.ThrowsAsync<ServiceTimeoutException>(async () => await services.ActAsync(ServiceNames.Kafka, ServiceAction.Stop, Short, Token));
    }

    // As with one of three brokers: the cluster still answers.
    [Fact]
    public async Task Kill_is_done_when_its_hook_succeeds_even_if_the_cluster_still_answers()
    {
        using ObservedServiceHost services = Open("test $1 = kill");
        await services.ActAsync(ServiceNames.Kafka, ServiceAction.Kill, Long, Token);
        await Assert.ThrowsAsync<ControlHookException>(async () => await services.ActAsync(ServiceNames.Kafka, ServiceAction.Suspend, Long, Token));
    }

    [Fact]
    public async Task Service_without_a_hook_is_not_controllable()
    {
        using ObservedServiceHost services = Open("exit 0");
        ServiceNotControllableException refused = await Assert.ThrowsAsync<ServiceNotControllableException>(
            async () => await services.ActAsync(ServiceNames.Flink, ServiceAction.Stop, Long, Token));
        Assert.Equal((ServiceNames.Flink, "ServiceNotControllable"), (refused.Target, refused.Id));
    }

    /// <summary>Services that always answer, of which <c>kafka</c> has a hook.</summary>
    private ObservedServiceHost Open(string script)
    {
        _hook.Write(script);

        return new ObservedServiceHost(
            ServiceNames.All.ToDictionary(name => name, _ => (Func<CancellationToken, Task>)(_ => Task.CompletedTask)),
            ServiceNames.All.ToDictionary(name => name, name => new Uri($"test://{name}:1")),
            new Dictionary<string, string> { [ServiceNames.Kafka] = _hook.Path },
            Long,
            TimeProvider.System,
            NullLogger.Instance);
    }
}
