using System.Runtime.CompilerServices;
using EventLogDemo.Engine.Docker.Containers;
using EventLogDemo.Engine.Pipelines;
using Microsoft.Extensions.Logging;

namespace EventLogDemo.Engine.Docker.Services;

/// <summary>
/// The containers of one compose project that carry the opt-in label, as services. A container without the label is invisible to it.
/// </summary>
internal sealed class DockerServiceHost : IServiceHost, IDisposable
{
    private readonly IContainerEngine _engine;
    private readonly ServiceControl<ControlledContainer> _control;

    private DockerServiceHost(IContainerEngine engine, IReadOnlyList<ControlledContainer> services, TimeProvider time, ILogger logger)
    {
        _engine = engine;
        _control = new ServiceControl<ControlledContainer>(services, time, logger);
    }

    public IReadOnlyList<string> Names => _control.Names;

    /// <summary>Finds the services of a project that has containers, running or not.</summary>
    /// <param name="engine">Docker.</param>
    /// <param name="project">The compose project.</param>
    /// <param name="probes">By service name: a call that throws unless the service answers. A service without one is ready when its container is healthy.</param>
    /// <param name="probeTimeout">How long to wait for one answer.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Logs every action.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <exception cref="ComposeProjectNotFoundException">No container of the project carries the opt-in label.</exception>
    public static async Task<DockerServiceHost> OpenAsync(
        IContainerEngine engine,
        string project,
        IReadOnlyDictionary<string, Func<CancellationToken, Task>> probes,
        TimeSpan probeTimeout,
        TimeProvider time,
        ILogger logger,
        CancellationToken cancellationToken)
    {
        IReadOnlyList<ContainerSummary> containers = await engine.ListAsync(project, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<(string Name, ContainerSummary Container)> named = ServiceNaming.Assign(containers);
        if (named.Count == 0)
        {
            throw new ComposeProjectNotFoundException(project);
        }

        ServiceProbe probe = new(probeTimeout, time);
        return new DockerServiceHost(
            engine,
            [
                .. named.Select(entry => new ControlledContainer(
                    engine,
                    project,
                    new DockerService(entry.Name, entry.Container, probes.GetValueOrDefault(entry.Name)),
                    probe,
                    time)),
            ],
            time,
            logger);
    }

    public ValueTask<ServiceStatus> GetStatusAsync(string name, CancellationToken cancellationToken) =>
        new(_control[name].GetStatusAsync(cancellationToken));

    public IReadOnlySet<ServiceAction> GetSupportedActions(string name) => _control[name].Actions;

    public ValueTask ActAsync(string name, ServiceAction action, TimeSpan timeout, CancellationToken cancellationToken) =>
        _control.ActAsync(name, action, timeout, cancellationToken);

    /// <summary>Lines of a service's log as the service wrote them; not sanitized for a terminal.</summary>
    /// <param name="name">Name of the service.</param>
    /// <param name="last">How many of the existing lines to read, counted from the end.</param>
    /// <param name="follow">Whether to wait for more until the service exits.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="UnknownServiceException">There is no such service; the exception lists the existing ones.</exception>
    public async IAsyncEnumerable<string> ReadLogAsync(
        string name, int last, bool follow, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string id = await _control[name].FindIdAsync("read the log of", cancellationToken).ConfigureAwait(false);
        await foreach (string line in _engine.ReadLogAsync(id, last, follow, since: null, cancellationToken).ConfigureAwait(false))
        {
            yield return line;
        }
    }

    public void Dispose() => _control.Dispose();
}
