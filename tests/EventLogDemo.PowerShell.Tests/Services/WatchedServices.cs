using System.Runtime.CompilerServices;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.PowerShell.Tests.Services;

/// <summary>Services that can only be watched; all but one have a log, which never ends.</summary>
internal sealed class WatchedServices(string withoutLog) : IServiceHost
{
    public IReadOnlyList<string> Names => ServiceNames.All;

    public ValueTask<ServiceStatus> GetStatusAsync(string name, CancellationToken cancellationToken) =>
        ValueTask.FromResult(new ServiceStatus(name, ServiceState.Ready, default, At(name), 0, null));

    public void ThrowIfNotControllable(string name, string verb) =>
        throw new ServiceNotControllableException(name, At(name), $"told to {verb}");

    public ValueTask StartAsync(string name, TimeSpan timeout, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask StopAsync(string name, TimeSpan timeout, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask KillAsync(string name, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask SuspendAsync(string name, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask ResumeAsync(string name, TimeSpan timeout, CancellationToken cancellationToken) => throw new NotSupportedException();

    public async IAsyncEnumerable<string> ReadLogAsync(
        string name, int last, bool follow, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (name == withoutLog)
        {
            throw new ServiceNotControllableException(name, At(name), "asked for its log");
        }

        yield return "line";
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
    }

    private static Uri At(string name) => new($"fake://{name}");
}
