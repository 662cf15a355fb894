namespace EventLogDemo.Engine.Environments;

/// <summary>Configuration of pipelines on Docker.</summary>
public sealed record DockerOptions : EnvironmentOptions
{
    /// <summary>The compose file.</summary>
    public required string ComposeFile { get; init; }

    /// <summary>Where the job's jar may be, in order of preference.</summary>
    public required IReadOnlyList<string> JobJars { get; init; }

    /// <summary>The job's Maven project, from which a missing jar is built.</summary>
    /// <value>Defaults to null: a missing jar is an error.</value>
    public string? JobProject { get; init; }

    /// <summary>Variables for the compose file, in addition to those of the environment.</summary>
    /// <value>Defaults to none.</value>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>How long each service may take until it answers.</summary>
    /// <value>Defaults to 5 minutes: on a busy machine the programs start many times slower than alone.</value>
    public TimeSpan ReadyTimeout { get; init; } = TimeSpan.FromMinutes(5);
}
