using EventLogDemo.Engine.Pipelines;
using Microsoft.Extensions.Logging;

namespace EventLogDemo.Engine.Embedded.Services;

/// <summary>The embedded parts as services: the asynchronous face of a <see cref="ServiceBoard"/>.</summary>
internal sealed class EmbeddedServiceHost(ServiceBoard board, TimeProvider time, ILogger logger) : IServiceHost, IDisposable
{
    private readonly ServiceControl<ControlledPart> _control = new(
        [.. board.Services.Select(service => new ControlledPart(service))], time, logger);

    public IReadOnlyList<string> Names => _control.Names;

    public ValueTask<ServiceStatus> GetStatusAsync(string name, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_control[name].Part.Status);

    public IReadOnlySet<ServiceAction> GetSupportedActions(string name) => _control[name].Actions;

    public ValueTask ActAsync(string name, ServiceAction action, TimeSpan timeout, CancellationToken cancellationToken) =>
        _control.ActAsync(name, action, timeout, cancellationToken);

    public IAsyncEnumerable<string> ReadLogAsync(string name, int last, bool follow, CancellationToken cancellationToken) =>
        _control[name].Part.Log.ReadAsync(last, follow, cancellationToken);

    /// <summary>Takes a service down whose work has thrown.</summary>
    public Task FailAsync(string name, string reason) =>
        _control.InTurnAsync(name, service => Task.Run(() => board.Fail(service.Service, reason)));

    public void Dispose() => _control.Dispose();

    private sealed class ControlledPart(IEmbeddedService service) : IControlledService
    {
        public IEmbeddedService Service => service;

        public ServicePart Part => service.Part;

        public string Name => Part.Name;

        public IReadOnlySet<ServiceAction> Actions => ServiceBoard.Actions;

        public Task<ServiceSight?> LookAsync(ServiceAction action, CancellationToken cancellationToken) =>
            Task.FromResult<ServiceSight?>(new ServiceSight(Part.State, Part.IsDown));

        // Opening and closing wait for the step under way and for the disk, and cannot be ended half way.
        public Task ActAsync(ServiceAction action, CancellationToken cancellationToken) =>
            Task.Run(() => ServiceBoard.Act(service, action), CancellationToken.None);

        // An action on the board is done when it returns.
        public Task<string?> FindMissingAsync(ServiceAction action, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

        public Task<Exception> DescribeTimeoutAsync(
            ServiceAction action, TimeSpan timeout, string missing, CancellationToken cancellationToken) =>
            Task.FromResult<Exception>(ServiceTimeoutException.Of(Name, action, timeout, missing));
    }
}
