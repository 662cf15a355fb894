using EventLogDemo.Engine.Docker;
using EventLogDemo.Engine.Docker.Compose;
using EventLogDemo.Engine.Docker.Containers;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Engine.Environments;

/// <summary>The settings that a pipeline's containers were started with. They take precedence, also when the project was brought up elsewhere.</summary>
internal sealed record DockerSettings
{
    // The names in the compose files.
    private const string SetupService = "flink-setup";
    private const string JarInSetup = "/job/event-store-job.jar";

    public required string Topic { get; init; }

    public required int PartitionCount { get; init; }

    public required int BucketSize { get; init; }

    /// <summary>Consumer group of the job.</summary>
    public required string Group { get; init; }

    public required string Keyspace { get; init; }

    /// <summary>Jar of the job on Docker's host; empty if Compose built it; null if the container that used it is gone.</summary>
    public required string? JobJar { get; init; }

    /// <exception cref="ComposeProjectNotFoundException">The project has no containers.</exception>
    /// <exception cref="ServiceUnavailableException">There is no Flink container.</exception>
    /// <exception cref="ContainerVariableException">The Flink container lacks a variable, or one has an invalid value.</exception>
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
