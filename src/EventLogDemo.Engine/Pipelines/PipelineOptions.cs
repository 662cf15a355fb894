using EventLogDemo.Engine.Errors;

namespace EventLogDemo.Engine.Pipelines;

/// <summary>Options of a new pipeline.</summary>
public sealed record PipelineOptions
{
    /// <summary>Maximum number of partitions.</summary>
    /// <value>1,024.</value>
    public const int MaxPartitionCount = 1024;

    /// <summary>Minimum offsets per bucket.</summary>
    /// <value>100.</value>
    public const int MinBucketSize = 100;

    /// <summary>Maximum offsets per bucket.</summary>
    /// <value>1,000,000.</value>
    public const int MaxBucketSize = 1_000_000;

    /// <summary>Name of the pipeline: 1 to 63 letters, digits, <c>-</c>, <c>_</c> or <c>.</c>, starting with a letter or digit.</summary>
    /// <value>Defaults to <c>default</c>.</value>
    public string Name { get; init; } = "default";

    /// <summary>Name in this process of an existing pipeline, which keeps its own name in its manifest.</summary>
    /// <value>Defaults to null: its own name.</value>
    public string? Alias { get; init; }

    /// <summary>Folder for the data, kept after the pipeline has stopped; null for a new folder that is deleted with the pipeline.</summary>
    /// <value>Defaults to null.</value>
    public string? Path { get; init; }

    /// <summary>Partitions of the topic.</summary>
    /// <value>Defaults to 4; from 1 to 1,024.</value>
    public int PartitionCount { get; init; } = 4;

    /// <summary>Offsets per bucket of the store.</summary>
    /// <value>Defaults to 10,000; from 100 to 1,000,000.</value>
    public int BucketSize { get; init; } = 10_000;

    /// <summary>Time between two metric samples taken in the background.</summary>
    /// <value>Defaults to 10 s; from 100 ms to 1 h.</value>
    public TimeSpan RefreshInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Time between two checkpoints of the processor.</summary>
    /// <value>Defaults to 500 ms; from 10 ms to 10 min.</value>
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long to wait for one answer of a part, so that a frozen one shows as "not known" and does not freeze its callers.</summary>
    /// <value>Defaults to 2 s; from 10 ms to 1 min.</value>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Minimum free disk space for a start, in bytes.</summary>
    /// <value>Defaults to 256 MiB; from 0 to 1 TiB.</value>
    public long DiskFloorBytes { get; init; } = 256L << 20;

    /// <summary>Throws for a value outside its range.</summary>
    /// <exception cref="OptionRangeException">A number or duration is outside its range.</exception>
    /// <exception cref="PipelineNameException">The name is not a valid pipeline name.</exception>
    public void Validate()
    {
        PipelineNameException.ThrowIfInvalid(Name);
        PipelineNameException.ThrowIfInvalid(Alias ?? Name);
        OptionRangeException.ThrowIfOutside(nameof(PartitionCount), PartitionCount, 1, MaxPartitionCount);
        OptionRangeException.ThrowIfOutside(nameof(BucketSize), BucketSize, MinBucketSize, MaxBucketSize);
        OptionRangeException.ThrowIfOutside(
            nameof(RefreshInterval), RefreshInterval, TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1));
        OptionRangeException.ThrowIfOutside(
            nameof(CheckpointInterval), CheckpointInterval, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(10));
        OptionRangeException.ThrowIfOutside(
            nameof(RequestTimeout), RequestTimeout, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1));
        OptionRangeException.ThrowIfOutside(nameof(DiskFloorBytes), DiskFloorBytes, 0, 1L << 40);
    }
}
