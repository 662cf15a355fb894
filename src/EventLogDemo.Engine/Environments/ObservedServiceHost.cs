using EventLogDemo.Engine.Pipelines;
using Microsoft.Extensions.Logging;

namespace EventLogDemo.Engine.Environments;

/// <summary>
/// Services of external clusters: each is probed, and acted on only through a hook that was configured for it. A hook is run as
/// <c>hook verb service</c>; the verbs are those of <see cref="ServiceActionTraits"/>, and log.
/// </summary>
internal sealed class ObservedServiceHost : IServiceHost, IDisposable
{
    private readonly ServiceControl<HookedService> _control;

    /// <summary>Creates the host.</summary>
    /// <param name="probes">A round trip to each service.</param>
    /// <param name="endpoints">Where each service is.</param>
    /// <param name="hooks">Programs by the service they control.</param>
    /// <param name="probeTimeout">How long to wait for one answer.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Logs every action.</param>
    public ObservedServiceHost(
        IReadOnlyDictionary<string, Func<CancellationToken, Task>> probes,
        IReadOnlyDictionary<string, Uri> endpoints,
        IReadOnlyDictionary<string, string> hooks,
        TimeSpan probeTimeout,
        TimeProvider time,
        ILogger logger)
    {
        _control = new ServiceControl<HookedService>(
            [
                .. ServiceNames.All.Select(name => new HookedService(
                    name,
                    endpoints[name],
                    probes[name],
                    hooks.TryGetValue(name, out string? path) ? new ControlHook(name, path) : null,
                    probeTimeout,
                    time)),
            ],
            time,
            logger);
    }

    public IReadOnlyList<string> Names => _control.Names;

    public ValueTask<ServiceStatus> GetStatusAsync(string name, CancellationToken cancellationToken) =>
        new(_control[name].GetStatusAsync(cancellationToken));

    public IReadOnlySet<ServiceAction> GetSupportedActions(string name) => _control[name].Actions;

    public ValueTask ActAsync(string name, ServiceAction action, TimeSpan timeout, CancellationToken cancellationToken) =>
        _control.ActAsync(name, action, timeout, cancellationToken);

    public IAsyncEnumerable<string> ReadLogAsync(string name, int last, bool follow, CancellationToken cancellationToken) =>
        _control[name].ReadLogAsync(last, follow, cancellationToken);

    public void Dispose() => _control.Dispose();
}
