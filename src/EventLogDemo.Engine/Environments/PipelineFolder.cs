namespace EventLogDemo.Engine.Environments;

/// <summary>The folder of a pipeline on this machine, as it was found.</summary>
public sealed record PipelineFolder
{
    /// <summary>Name of the pipeline, or of its folder if the manifest cannot be read.</summary>
    public required string Name { get; init; }

    /// <summary>Name of its environment, or null if the manifest cannot be read.</summary>
    public string? Environment { get; init; }

    /// <summary>Full path of the folder.</summary>
    public required string Path { get; init; }

    /// <summary>Its state.</summary>
    public required PipelineFolderState State { get; init; }

    /// <summary>Id of the process that has it open, or null when unknown.</summary>
    public int? OwnerProcessId { get; init; }

    /// <summary>When the pipeline was created (UTC), or null if the manifest cannot be read.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When a file of the folder was last written (UTC).</summary>
    public required DateTimeOffset LastWrittenAt { get; init; }

    /// <summary>Size of its files, in bytes, without volumes of containers.</summary>
    public required long SizeBytes { get; init; }

    /// <summary>Why the manifest cannot be read, or null.</summary>
    public string? Reason { get; init; }
}

/// <summary>State of a pipeline's folder.</summary>
public enum PipelineFolderState
{
    /// <summary>A pipeline of this process has it open.</summary>
    Running,

    /// <summary>Another process has it open.</summary>
    InUse,

    /// <summary>It is abandoned: its process was killed, or the machine went down. Stopping the pipeline would have deleted it.</summary>
    Orphaned,

    /// <summary>No process has it open, and it is kept on purpose.</summary>
    Stopped,

    /// <summary>
    /// No pipeline of this process has it open. Its services run in containers or clusters and may be up; other processes may use it.
    /// </summary>
    Detached,

    /// <summary>Its manifest cannot be read.</summary>
    Unreadable,
}
