using System.Globalization;
using EventLogDemo.Engine.Environments;

namespace EventLogDemo;

/// <summary>The folder of a pipeline on this machine, as it was found.</summary>
public sealed class PipelineFolderInfo
{
    internal PipelineFolderInfo(PipelineFolder folder)
    {
        Name = folder.Name;
        State = folder.State.ToString();
        Environment = folder.Environment;
        SizeBytes = folder.SizeBytes;
        CreatedAt = folder.CreatedAt?.LocalDateTime;
        LastWrittenAt = folder.LastWrittenAt.LocalDateTime;
        OwnerProcessId = folder.OwnerProcessId;
        Folder = folder.Path;
        Reason = folder.Reason;
    }

    /// <summary>Name of the pipeline, or of its folder where the manifest cannot be read.</summary>
    public string Name { get; }

    /// <summary><c>Running</c>, <c>InUse</c>, <c>Orphaned</c>, <c>Stopped</c>, <c>Detached</c> or <c>Unreadable</c>.</summary>
    public string State { get; }

    /// <summary>Environment, or null where the manifest cannot be read.</summary>
    public string? Environment { get; }

    /// <summary>Size of its files, in bytes.</summary>
    public long SizeBytes { get; }

    /// <summary>When the pipeline was created (local time), or null where the manifest cannot be read.</summary>
    public DateTime? CreatedAt { get; }

    /// <summary>When a file of the folder was last written (local time).</summary>
    public DateTime LastWrittenAt { get; }

    /// <summary>Id of the process that has it open, where it is known.</summary>
    public int? OwnerProcessId { get; }

    /// <summary>Full path.</summary>
    public string Folder { get; }

    /// <summary>Why the manifest cannot be read, or null.</summary>
    public string? Reason { get; }

    /// <summary>The folder in one line.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Name}: {State}, {SizeBytes:N0} bytes, last written {LastWrittenAt:yyyy-MM-dd HH:mm}, in {Folder}");
}
