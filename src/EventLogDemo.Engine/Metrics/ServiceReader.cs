using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Engine.Metrics;

/// <summary>Reads the state of all services; one whose state cannot be read is <see cref="ServiceState.Unresponsive"/>.</summary>
internal sealed class ServiceReader(Pipeline pipeline)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ServiceStatus> _last = [];

    public async Task<IReadOnlyList<ServiceStatus>> ReadAsync(PortReader reader)
    {
        IReadOnlyList<string> names = pipeline.Ports.Services.Names;
        Reading<ServiceStatus>[] answers = await Task.WhenAll(names.Select(reader.ServiceAsync)).ConfigureAwait(false);
        lock (_gate)
        {
            return [.. names.Select((name, index) => _last[name] = answers[index].Value ?? Unresponsive(name))];
        }
    }

    private ServiceStatus Unresponsive(string name)
    {
        DateTimeOffset now = pipeline.Clock.Now().Utc;
        return _last.GetValueOrDefault(name) switch
        {
            { State: ServiceState.Unresponsive } status => status,
            { } status => status with { State = ServiceState.Unresponsive, Since = now, Detail = null },
            null => new ServiceStatus(name, ServiceState.Unresponsive, now, new Uri($"unknown://{name}"), 0, null),
        };
    }
}
