using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo;

/// <summary>A pipeline of this process, as it was at one moment.</summary>
/// <remarks>
/// What cmdlets emit is flat and does not change. States are text and times are local, because an enum comes out of JSON and CliXml as a
/// number, and a <see cref="DateTimeOffset"/> out of CliXml as no time at all.
/// </remarks>
public sealed class PipelineInfo
{
    internal PipelineInfo(Pipeline pipeline)
    {
        Name = pipeline.Name;
        State = pipeline.IsClosed ? "Stopped" : "Running";
        Environment = pipeline.Manifest.Environment;
        PartitionCount = pipeline.Manifest.PartitionCount;
        BucketSize = pipeline.Manifest.BucketSize;
        Topic = pipeline.Manifest.Topic;
        StartedAt = pipeline.StartedAt.LocalDateTime;
        Folder = pipeline.Folder;
        Id = pipeline.Manifest.Id;
    }

    /// <summary>Name, unique among the running pipelines of a process.</summary>
    public string Name { get; }

    /// <summary><c>Running</c> or <c>Stopped</c>.</summary>
    public string State { get; }

    /// <summary>Environment, such as <c>Embedded</c>.</summary>
    public string Environment { get; }

    /// <summary>Partitions of the topic.</summary>
    public int PartitionCount { get; }

    /// <summary>Offsets per bucket of the store.</summary>
    public int BucketSize { get; }

    /// <summary>Name of the topic.</summary>
    public string Topic { get; }

    /// <summary>When this process started it or attached to it (local time).</summary>
    public DateTime StartedAt { get; }

    /// <summary>Folder of its state (Embedded: of its data too).</summary>
    public string Folder { get; }

    /// <summary>Identity, which no other pipeline has.</summary>
    public Guid Id { get; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
