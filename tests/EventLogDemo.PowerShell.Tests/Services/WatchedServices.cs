using System.Runtime.CompilerServices;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.PowerShell.Tests.Services;

/// <summary>Services that can only be watched; all but one have a log, which never ends.</summary>
internal sealed class WatchedServices(string withoutLog) : IServiceHost
{
    public IReadOnlyList<string> Names => ServiceNames.All;

    public ValueTask<ServiceStatus> GetStatusAsync(string name, CancellationToken cancellationToken) =>
        ValueTask.FromResult(new ServiceStatus(name, ServiceState.Ready, default, At(name), 0, null));

    public IReadOnlySet<ServiceAction> GetSupportedActions(string name) => new HashSet<ServiceAction>();

    public ValueTask ActAsync(string name, ServiceAction action, TimeSpan timeout, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public async IAsyncEnumerable<string> ReadLogAsync(
        string name, int last, bool follow, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (name == withoutLog)
        {
            throw new ServiceNotControllableException(name, "read the log of");
        }

        yield return "line";
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
    }

    private static Uri At(string name) => new($"fake://{name}");
}
