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

    public async ValueTask StartAsync(string name, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (await InspectAsync() == "paused")
        {
            await DockerCli.RunAsync("unpause", container.Name);
        }

        await DockerCli.RunAsync("start", container.Name);
        await container.UntilReadyAsync();
    }

    public async ValueTask StopAsync(string name, TimeSpan timeout, CancellationToken cancellationToken) =>
        await DockerCli.RunAsync("stop", "--time", "30", container.Name);

    public async ValueTask KillAsync(string name, CancellationToken cancellationToken) =>
        await DockerCli.RunAsync("kill", container.Name);

    public async ValueTask SuspendAsync(string name, CancellationToken cancellationToken) =>
        await DockerCli.PauseAsync(container.Name);

    public async ValueTask ResumeAsync(string name, TimeSpan timeout, CancellationToken cancellationToken)
    {
        await DockerCli.RunAsync("unpause", container.Name);
        await container.UntilReadyAsync();
    }

    private Task<string> InspectAsync() => DockerCli.RunAsync("inspect", "--format", "{{.State.Status}}", container.Name);
}
