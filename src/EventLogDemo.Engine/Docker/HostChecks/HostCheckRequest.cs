namespace EventLogDemo.Engine.Docker.HostChecks;

/// <summary>What is to be checked.</summary>
public sealed record HostCheckRequest
{
    /// <summary>Memory of Docker's machine without which nothing is started: a machine of 4 GB shows somewhat less.</summary>
    /// <value>3.8 GB.</value>
    public const long DefaultMemoryBytes = 3_800_000_000;

    /// <summary>Free memory without which nothing is started: the parts take this at demonstration rates.</summary>
    /// <value>2.2 GB.</value>
    public const long DefaultFreeMemoryBytes = 2_200_000_000;

    /// <summary>The compose project that is to run; what it holds already is no obstacle.</summary>
    public required string Project { get; init; }

    /// <summary>Ports of this machine, by the service that is to have them.</summary>
    public required IReadOnlyDictionary<string, int> Ports { get; init; }

    /// <summary>Images that are needed.</summary>
    public required IReadOnlyList<string> Images { get; init; }

    /// <summary>Where the job's jar may be, the best place first.</summary>
    public required IReadOnlyList<string> JobJars { get; init; }

    /// <summary>The job's Maven project, from which its jar is built where there is none and the project is there.</summary>
    /// <value>Defaults to null: the jar is one that was given.</value>
    public string? JobProject { get; init; }

    /// <summary>Memory of Docker's machine, in bytes.</summary>
    /// <value>Defaults to 3.8 GB.</value>
    public long MemoryBytes { get; init; } = DefaultMemoryBytes;

    /// <summary>Free memory, in bytes.</summary>
    /// <value>Defaults to 2.2 GB.</value>
    public long FreeMemoryBytes { get; init; } = DefaultFreeMemoryBytes;
}
