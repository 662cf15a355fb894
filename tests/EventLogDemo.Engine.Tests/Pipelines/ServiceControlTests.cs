using EventLogDemo.Engine.Pipelines;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace EventLogDemo.Engine.Tests.Pipelines;

public sealed class ServiceControlTests : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _time = new();
    private readonly FakeControlledService _kafka = new("kafka");
    private readonly FakeControlledService _flink = new("flink");
    private readonly ServiceControl<FakeControlledService> _control;

    public ServiceControlTests() =>
        _control = new ServiceControl<FakeControlledService>([_kafka, _flink], _time, NullLogger.Instance);

    public static TheoryData<ServiceAction> All => [.. Enum.GetValues<ServiceAction>()];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _control.Dispose();

    [Theory]
    [MemberData(nameof(All))]
    public async Task Every_action_leads_to_the_state_of_its_traits_and_its_inverse_leads_back(ServiceAction action)
    {
        ServiceActionTraits traits = ServiceActionTraits.Of(action);
        _kafka.State = action switch
        {
            ServiceAction.Start => ServiceState.Stopped,
            ServiceAction.Resume => ServiceState.Suspended,
            _ => ServiceState.Ready,
        };

        await ActAsync("KAFKA", action);
        Assert.Equal(traits.Target, _kafka.State);

        if (traits.Inverse is { } inverse)
        {
            await ActAsync("kafka", inverse);
            Assert.Equal(ServiceState.Ready, _kafka.State);
        }
    }

    [Fact]
    public async Task Action_whose_effect_holds_already_does_nothing()
    {
        await ActAsync("kafka", ServiceAction.Start);
        await ActAsync("kafka", ServiceAction.Resume);
        await ActAsync("kafka", ServiceAction.Suspend);
        await ActAsync("kafka", ServiceAction.Suspend);
        await ActAsync("kafka", ServiceAction.Kill);
        await ActAsync("kafka", ServiceAction.Stop);
        await ActAsync("kafka", ServiceAction.Kill);

        Assert.Equal([ServiceAction.Suspend, ServiceAction.Kill], _kafka.Acts);
    }

    [Fact]
    public async Task Action_that_another_program_did_meanwhile_succeeds()
    {
        _kafka.OnAct = (_, _) =>
        {
            _kafka.State = ServiceState.Killed;
            throw new ServiceUnavailableException("kafka", null, "stopping a container that does not run");
        };

        await ActAsync("kafka", ServiceAction.Stop);
    }

    [Fact]
    public async Task Action_that_fails_and_leaves_the_service_as_it_was_is_an_error()
    {
        _kafka.OnAct = (_, _) => throw new ServiceUnavailableException("kafka", null, "stopping a container");

        await Assert.ThrowsAsync<ServiceUnavailableException>(() => ActAsync("kafka", ServiceAction.Stop));
        _kafka.OnAct = null;
        await ActAsync("kafka", ServiceAction.Stop);
    }

    [Theory]
    [InlineData(ServiceAction.Suspend)]
    [InlineData(ServiceAction.Resume)]
    public async Task Service_that_is_down_cannot_be_suspended_or_resumed(ServiceAction action)
    {
        _kafka.State = ServiceState.Killed;

        ServiceStateException error = await Assert.ThrowsAsync<ServiceStateException>(() => ActAsync("kafka", action));
        Assert.Equal($"Cannot {ServiceActionTraits.Of(action).Verb} kafka: it is Killed.", error.Message);
        Assert.Empty(_kafka.Acts);
    }

    [Fact]
    public async Task Unsupported_action_is_refused_before_anything_is_done()
    {
        _kafka.Supported.Remove(ServiceAction.Kill);

        ServiceNotControllableException error = await Assert.ThrowsAsync<ServiceNotControllableException>(
            () => ActAsync("kafka", ServiceAction.Kill));
        Assert.StartsWith("Cannot kill kafka: ", error.Message, StringComparison.Ordinal);
        Assert.Empty(_kafka.Acts);
    }

    [Fact]
    public async Task Unknown_service_is_an_error_that_lists_the_known_ones()
    {
        UnknownServiceException error = await Assert.ThrowsAsync<UnknownServiceException>(() => ActAsync("zookeeper", ServiceAction.Stop));
        Assert.Equal(["kafka", "flink"], error.Valid);
    }

    [Fact]
    public async Task Actions_take_turns_per_service_only()
    {
        TaskCompletionSource stopping = new();
        _kafka.OnAct = (_, _) => stopping.Task;
        Task stop = ActAsync("kafka", ServiceAction.Stop);
        Task kill = ActAsync("kafka", ServiceAction.Kill);
        await ActAsync("flink", ServiceAction.Kill);
        Assert.Equal([ServiceAction.Stop], _kafka.Acts);

        _kafka.OnAct = null;
        stopping.SetResult();
        await stop;
        await kill;
        Assert.Equal([ServiceAction.Stop], _kafka.Acts);
    }

    [Fact]
    public async Task Restart_is_a_stop_and_a_start_in_one_turn()
    {
        TaskCompletionSource stopping = new();
        _kafka.OnAct = (action, _) => action == ServiceAction.Stop ? stopping.Task : Task.CompletedTask;
        Task restart = ActAsync("kafka", ServiceAction.Restart);
        Task suspend = ActAsync("kafka", ServiceAction.Suspend);
        stopping.SetResult();
        await restart;
        await suspend;

        Assert.Equal([ServiceAction.Stop, ServiceAction.Start, ServiceAction.Suspend], _kafka.Acts);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Action_that_hangs_ends_at_the_deadline_and_its_undo_can_run(ServiceAction action)
    {
        _kafka.State = action == ServiceAction.Start ? ServiceState.Stopped
            : action == ServiceAction.Resume ? ServiceState.Suspended
            : ServiceState.Ready;
        _kafka.OnAct = (_, token) => Task.Delay(System.Threading.Timeout.InfiniteTimeSpan, _time, token);
        Task hanging = ActAsync("kafka", action);
        _time.Advance(Timeout - Tick);
        Assert.False(hanging.IsCompleted);
        _time.Advance(Tick);

        ServiceTimeoutException error = await Assert.ThrowsAsync<ServiceTimeoutException>(() => hanging);
        Assert.Equal(("kafka", Timeout), (error.Service, error.Timeout));
        _kafka.OnAct = null;
        await ActAsync("kafka", ServiceAction.Start);
        Assert.Equal(ServiceState.Ready, _kafka.State);
    }

    [Fact]
    public async Task Uncancellable_action_returns_at_the_deadline_and_keeps_its_turn_until_it_ends()
    {
        TaskCompletionSource closing = new();
        _kafka.OnAct = (_, _) => closing.Task;
        Task stop = ActAsync("kafka", ServiceAction.Stop);
        _time.Advance(Timeout);
        await Assert.ThrowsAsync<ServiceTimeoutException>(() => stop);

        _kafka.OnAct = null;
        Task next = ActAsync("kafka", ServiceAction.Kill);
        Assert.False(next.IsCompleted);
        closing.SetResult();
        await next;
    }

    [Fact]
    public async Task Wait_for_a_turn_that_times_out_is_an_error_that_says_so()
    {
        TaskCompletionSource stopping = new();
        _kafka.OnAct = (_, _) => stopping.Task;
        Task stop = ActAsync("kafka", ServiceAction.Stop);
        Task late = _control.ActAsync("kafka", ServiceAction.Kill, Tick, Token).AsTask();
        _time.Advance(Tick);

        ServiceTimeoutException error = await Assert.ThrowsAsync<ServiceTimeoutException>(() => late);
        Assert.Equal("Cannot kill kafka within 1 s: another action on it has not ended.", error.Message);
        stopping.SetResult();
        await stop;
    }

    [Fact]
    public async Task Effect_that_does_not_occur_in_time_is_an_error_with_the_last_reason()
    {
        _kafka.State = ServiceState.Stopped;
        _kafka.Missing = "connection refused";
        Task start = ActAsync("kafka", ServiceAction.Start);
        _time.Advance(Tick);
        Assert.False(start.IsCompleted);
        _kafka.Missing = null;
        _time.Advance(Tick);
        await start;

        _kafka.State = ServiceState.Stopped;
        _kafka.Missing = "no leader";
        start = ActAsync("kafka", ServiceAction.Start);
        _time.Advance(Timeout);
        ServiceTimeoutException error = await Assert.ThrowsAsync<ServiceTimeoutException>(() => start);
        Assert.Equal("Cannot start kafka within 10 s: no leader.", error.Message);
    }

    [Fact]
    public async Task Cancelled_action_is_not_a_timeout()
    {
        using CancellationTokenSource caller = new();
        _kafka.OnAct = (_, token) => Task.Delay(System.Threading.Timeout.InfiniteTimeSpan, _time, token);
        Task stop = _control.ActAsync("kafka", ServiceAction.Stop, Timeout, caller.Token).AsTask();
        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stop);
    }

    private Task ActAsync(string name, ServiceAction action) => _control.ActAsync(name, action, Timeout, Token).AsTask();
}
