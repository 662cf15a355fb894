namespace EventLogDemo.Engine.Environments;

/// <summary>The folder of a pipeline on this machine, as it was found.</summary>
public sealed record PipelineFolder
{
    /// <summary>Name of the pipeline, or of its folder where the manifest cannot be read.</summary>
    public required string Name { get; init; }

    /// <summary>Name of its environment, or null where the manifest cannot be read.</summary>
    public string? Environment { get; init; }

    /// <summary>Full path of the folder.</summary>
    public required string Path { get; init; }

    /// <summary>Who has it.</summary>
    public required PipelineFolderState State { get; init; }

    /// <summary>Id of the process that has it open, where it is known.</summary>
    public int? OwnerProcessId { get; init; }

    /// <summary>When the pipeline was created (UTC), or null where the manifest cannot be read.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When a file of the folder was last written (UTC).</summary>
    public required DateTimeOffset LastWrittenAt { get; init; }

    /// <summary>Size of its files, in bytes. Volumes of containers are not part of it.</summary>
    public required long SizeBytes { get; init; }

    /// <summary>Why the manifest cannot be read, or null.</summary>
    public string? Reason { get; init; }
}

/// <summary>Who has the folder of a pipeline.</summary>
public enum PipelineFolderState
{
    /// <summary>A pipeline of this process.</summary>
    Running,

    /// <summary>Another process.</summary>
    InUse,

    /// <summary>Nobody: its process was killed, or the machine went down. A pipeline that was stopped would have deleted it.</summary>
    Orphaned,

    /// <summary>Nobody, and it was to be kept.</summary>
    Stopped,

    /// <summary>
    /// No pipeline of this process. Its services run elsewhere, in containers or clusters, and may be up; other processes may use it.
    /// </summary>
    Detached,

    /// <summary>Its manifest cannot be read.</summary>
    Unreadable,
}
