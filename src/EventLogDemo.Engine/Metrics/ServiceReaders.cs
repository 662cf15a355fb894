using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Engine.Metrics;

/// <summary>
/// Reads the state of each service separately, so that a service that hangs delays no other; one whose state cannot be read is
/// <see cref="ServiceState.Unresponsive"/>.
/// </summary>
internal sealed class ServiceReaders
{
    private readonly Pipeline _pipeline;
    private readonly IReadOnlyList<string> _names;
    private readonly Dictionary<string, HopReader<ServiceStatus>> _readers;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ServiceStatus> _last = [];

    public ServiceReaders(Pipeline pipeline, CancellationToken closing)
    {
        _pipeline = pipeline;
        _names = pipeline.Ports.Services.Names;
        _readers = _names.ToDictionary(
            name => name, _ => new HopReader<ServiceStatus>(pipeline.Clock, pipeline.Options.RequestTimeout, closing));
    }

    /// <summary>The readers by service.</summary>
    public IReadOnlyDictionary<string, HopReader<ServiceStatus>> All => _readers;

    public ValueTask<ServiceStatus> ReadAsync(string name, CancellationToken cancellationToken) =>
        _pipeline.Ports.Services.GetStatusAsync(name, cancellationToken);

    /// <summary>The known states, in the order data meets the services.</summary>
    public IReadOnlyList<ServiceStatus> Describe(TimeSpan maxAge)
    {
        lock (_gate)
        {
            return [.. _names.Select(name => _last[name] = StatusOf(name, maxAge))];
        }
    }

    /// <summary>Whether a service is known to have gone down since its hop last responded.</summary>
    public bool IsDownSince(string name, TimeSpan answeredAt) =>
        _readers.TryGetValue(name, out HopReader<ServiceStatus>? reader) && reader.Latest is { } reading && reading switch
        {
            // A response that arrives after an unanswered probe proves that the service is only busy.
            { IsKnown: false } or { Value.State: ServiceState.Unresponsive } => answeredAt <= reading.AskedAt,
            { Value.State: ServiceState.Ready } => false,
            _ => answeredAt <= reading.At,
        };

    private ServiceStatus StatusOf(string name, TimeSpan maxAge)
    {
        // A state that cannot be read must not be assumed to be unchanged.
        Reading<ServiceStatus>? reading = _readers[name].Latest is { IsKnown: true } ? _readers[name].Current(maxAge) : null;
        return reading?.Value ?? Unresponsive(name);
    }

    private ServiceStatus Unresponsive(string name)
    {
        DateTimeOffset now = _pipeline.Clock.Now().Utc;
        return _last.GetValueOrDefault(name) switch
        {
            { State: ServiceState.Unresponsive } status => status,
            { } status => status with { State = ServiceState.Unresponsive, Since = now, Detail = null },
            null => new ServiceStatus(name, ServiceState.Unresponsive, now, new Uri($"unknown://{name}"), 0, null),
        };
    }
}
