namespace EventLogDemo.Engine.Docker.HostChecks;

/// <summary>What to check.</summary>
public sealed record HostCheckRequest
{
    /// <summary>Memory that Docker's machine must have: a machine of 4 GB reports somewhat less.</summary>
    /// <value>3.8 GB.</value>
    public const long DefaultMemoryBytes = 3_800_000_000;

    /// <summary>Free memory that is required: what the parts use at demonstration rates.</summary>
    /// <value>2.2 GB.</value>
    public const long DefaultFreeMemoryBytes = 2_200_000_000;

    /// <summary>The compose project to run; ports and memory that it holds already do not count as in use.</summary>
    public required string Project { get; init; }

    /// <summary>Ports of this machine, by the service that needs them.</summary>
    public required IReadOnlyDictionary<string, int> Ports { get; init; }

    /// <summary>Required images.</summary>
    public required IReadOnlyList<string> Images { get; init; }

    /// <summary>Where the job's jar may be, in order of preference.</summary>
    public required IReadOnlyList<string> JobJars { get; init; }

    /// <summary>The job's Maven project, from which the jar is built if it does not exist.</summary>
    /// <value>Defaults to null: the jar was given explicitly.</value>
    public string? JobProject { get; init; }

    /// <summary>Memory of Docker's machine, in bytes.</summary>
    /// <value>Defaults to 3.8 GB.</value>
    public long MemoryBytes { get; init; } = DefaultMemoryBytes;

    /// <summary>Free memory, in bytes.</summary>
    /// <value>Defaults to 2.2 GB.</value>
    public long FreeMemoryBytes { get; init; } = DefaultFreeMemoryBytes;
}
