using EventLogDemo.Engine.Docker;
using EventLogDemo.Engine.Docker.Compose;
using EventLogDemo.Engine.Docker.Containers;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Engine.Environments;

/// <summary>What the containers of a pipeline were started with, which is what holds: also where somebody else brought them up.</summary>
internal sealed record DockerSettings
{
    // As the compose files have them.
    private const string SetupService = "flink-setup";
    private const string JarInSetup = "/job/event-store-job.jar";

    public required string Topic { get; init; }

    public required int PartitionCount { get; init; }

    public required int BucketSize { get; init; }

    /// <summary>Consumer group of the job.</summary>
    public required string Group { get; init; }

    public required string Keyspace { get; init; }

    /// <summary>Jar of the job on Docker's machine; empty where Compose built it; null where the container that took it is gone.</summary>
    public required string? JobJar { get; init; }

    /// <exception cref="ComposeProjectNotFoundException">There is no container of the project.</exception>
    /// <exception cref="ServiceUnavailableException">There is none of Flink.</exception>
    /// <exception cref="ContainerVariableException">That of Flink lacks a variable, or has one that cannot be.</exception>
    public static async Task<DockerSettings> ReadAsync(ComposeProject project, CancellationToken cancellationToken)
    {
        ContainerVariables variables = await project.ReadVariablesAsync(ServiceNames.Flink, cancellationToken).ConfigureAwait(false);
        IReadOnlyDictionary<string, string>? setup = await project.FindBindsAsync(SetupService, cancellationToken).ConfigureAwait(false);
        return new DockerSettings
        {
            Topic = variables.Text(DockerVariables.Topic),
            PartitionCount = variables.Number(DockerVariables.Partitions, 1, PipelineOptions.MaxPartitionCount),
            BucketSize = variables.Number(DockerVariables.BucketSize, PipelineOptions.MinBucketSize, PipelineOptions.MaxBucketSize),
            Group = variables.Text(DockerVariables.Group),
            Keyspace = variables.Text(DockerVariables.Keyspace),
            JobJar = setup?.GetValueOrDefault(JarInSetup, ""),
        };
    }
}
