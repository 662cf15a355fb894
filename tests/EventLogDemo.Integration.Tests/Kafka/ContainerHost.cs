using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Integration.Tests.Kafka;

/// <summary>The broker's container as the one controllable service of a test's pipeline.</summary>
internal sealed class ContainerHost(KafkaContainer container) : IServiceHost
{
    public IReadOnlyList<string> Names { get; } = [ServiceNames.Kafka];

    public async ValueTask<ServiceStatus> GetStatusAsync(string name, CancellationToken cancellationToken)
    {
        ServiceState state = await InspectAsync() switch
        {
            "running" => ServiceState.Ready,
            "paused" => ServiceState.Suspended,
            _ => ServiceState.Stopped,
        };
        return new ServiceStatus(name, state, TimeProvider.System.GetUtcNow(), container.Connection.Endpoint, 0, null);
    }

    public IAsyncEnumerable<string> ReadLogAsync(string name, int last, bool follow, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public IReadOnlySet<ServiceAction> GetSupportedActions(string name) => new HashSet<ServiceAction>
    {
        ServiceAction.Start, ServiceAction.Stop, ServiceAction.Kill, ServiceAction.Suspend, ServiceAction.Resume,
        ServiceAction.Restart,
    };

    public async ValueTask ActAsync(string name, ServiceAction action, TimeSpan timeout, CancellationToken cancellationToken)
    {
        switch (action)
        {
            case ServiceAction.Start or ServiceAction.Resume:
                if (await InspectAsync() == "paused")
                {
                    await DockerCli.RunAsync("unpause", container.Name);
                }

                await DockerCli.RunAsync("start", container.Name);
                await container.UntilReadyAsync();
                break;
            case ServiceAction.Stop:
                await DockerCli.RunAsync("stop", "--time", "30", container.Name);
                break;
            case ServiceAction.Kill:
                await DockerCli.RunAsync("kill", container.Name);
                break;
            case ServiceAction.Suspend:
                await DockerCli.PauseAsync(container.Name);
                break;
            case ServiceAction.Restart:
                await ActAsync(name, ServiceAction.Stop, timeout, cancellationToken);
                await ActAsync(name, ServiceAction.Start, timeout, cancellationToken);
                break;
            default:
                throw new NotSupportedException();
        }
    }

    private Task<string> InspectAsync() => DockerCli.RunAsync("inspect", "--format", "{{.State.Status}}", container.Name);
}
