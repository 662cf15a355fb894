using System.Globalization;
using EventLogDemo.Engine.Errors;

namespace EventLogDemo.Engine.Pipelines;

/// <summary>Description of a pipeline, written to its folder as <c>pipeline.json</c> when it starts. Counts are relative to the origin offsets.</summary>
public sealed record PipelineManifest
{
    /// <summary>The current format. A folder of a newer one is refused.</summary>
    public const int CurrentFormatVersion = 1;

    /// <summary>The table that events are stored in, for any store.</summary>
    public const string EventTable = "event";

    /// <summary>Version of the folder's format.</summary>
    public required int FormatVersion { get; init; }

    /// <summary>Identity of the pipeline.</summary>
    public required Guid Id { get; init; }

    /// <summary>Name that it was given at its start.</summary>
    public required string Name { get; init; }

    /// <summary>Environment, such as <c>Embedded</c>.</summary>
    public required string Environment { get; init; }

    /// <summary>When it was created (UTC).</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Name of the topic: new for each pipeline, so that old rows never mix in.</summary>
    public required string Topic { get; init; }

    /// <summary>Identity of the topic.</summary>
    public required Guid TopicId { get; init; }

    /// <summary>Partitions of the topic.</summary>
    public required int PartitionCount { get; init; }

    /// <summary>End offset of each partition when the pipeline was created.</summary>
    public required IReadOnlyList<long> OriginOffsets { get; init; }

    /// <summary>Offsets per bucket of the store.</summary>
    public required int BucketSize { get; init; }

    /// <summary>Table of the store.</summary>
    public required string Table { get; init; }

    /// <summary>Whether the folder is kept when the pipeline is stopped.</summary>
    public required bool KeepsData { get; init; }

    /// <summary>Whether its start has not completed: until then its databases may be missing, and contain no events.</summary>
    public bool IsStarting { get; init; }

    /// <summary>The manifest of a new pipeline: a topic with a new name that starts at offset 0, and data that is kept.</summary>
    public static PipelineManifest New(string environment, PipelineOptions options, Guid id, DateTimeOffset now)
    {
        Guid topicId = Guid.CreateVersion7(now);
        return new PipelineManifest
        {
            FormatVersion = CurrentFormatVersion,
            Id = id,
            Name = options.Name,
            Environment = environment,
            CreatedAt = now,
            Topic = string.Create(CultureInfo.InvariantCulture, $"{options.Name}-{topicId.ToString("N")[^8..]}"),
            TopicId = topicId,
            PartitionCount = options.PartitionCount,
            OriginOffsets = new long[options.PartitionCount],
            BucketSize = options.BucketSize,
            Table = EventTable,
            KeepsData = true,
        };
    }

    /// <summary>What is invalid in it, for messages; null when it is valid.</summary>
    internal string? FindFault()
    {
        // Values from a file may be null even if the type says otherwise.
        string?[] texts = [Name, Environment, Topic, Table];
        return FormatVersion < 1 ? $"its format version is {FormatVersion}"
            : texts.Any(string.IsNullOrEmpty) ? "a name in it is missing"
            : texts.Any(text => PrintableText.Escape(text!) != text) ? "a name in it is not printable"
            : OriginOffsets is null || OriginOffsets.Count != PartitionCount ? "it has not one origin offset for each partition"
            : null;
    }
}
