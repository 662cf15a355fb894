using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Engine.Tests.Pipelines;

/// <summary>A service that is only remembered.</summary>
internal sealed class FakeControlledService(string name) : IControlledService
{
    public ServiceState State { get; set; } = ServiceState.Ready;

    public List<ServiceAction> Acts { get; } = [];

    public HashSet<ServiceAction> Supported { get; } = [.. Enum.GetValues<ServiceAction>()];

    /// <summary>Held by a test to delay the effect of an action.</summary>
    public Func<ServiceAction, CancellationToken, Task>? OnAct { get; set; }

    /// <summary>What is missing of the effect, regardless of the action.</summary>
    public string? Missing { get; set; }

    public string Name => name;

    public IReadOnlySet<ServiceAction> Actions => Supported;

    public Task<ServiceSight?> LookAsync(ServiceAction action, CancellationToken cancellationToken) =>
        Task.FromResult<ServiceSight?>(new ServiceSight(State, State is not (ServiceState.Ready or ServiceState.Suspended)));

    public async Task ActAsync(ServiceAction action, CancellationToken cancellationToken)
    {
        Acts.Add(action);
        if (OnAct is not null)
        {
            await OnAct(action, cancellationToken);
        }

        State = ServiceActionTraits.Of(action).Target;
    }

    public Task<string?> FindMissingAsync(ServiceAction action, CancellationToken cancellationToken) => Task.FromResult(Missing);

    public Task<Exception> DescribeTimeoutAsync(
        ServiceAction action, TimeSpan timeout, string missing, CancellationToken cancellationToken) =>
        Task.FromResult<Exception>(ServiceTimeoutException.Of(name, action, timeout, missing));
}
