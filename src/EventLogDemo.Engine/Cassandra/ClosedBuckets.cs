using System.Text.Json;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Stepping;
using Microsoft.Extensions.Logging;

namespace EventLogDemo.Engine.Cassandra;

/// <summary>
/// Remembers in a file which buckets of a pipeline are full, so that the next process does not count them again. What does not
/// belong to the same rows (another topic, another table of that name, other origins) is passed over, as is a damaged file: then
/// everything is counted once more.
/// </summary>
internal sealed partial class ClosedBuckets(string file, PipelineManifest manifest, ILogger logger)
{
    /// <summary>Reads what was closed in a table; empty sets where nothing is remembered of it.</summary>
    public IReadOnlyList<IntervalSet> Load(Guid table)
    {
        try
        {
            if (File.Exists(file) && JsonSerializer.Deserialize<Content>(File.ReadAllBytes(file)) is { } content && Fits(content, table))
            {
                return [.. content.Closed.Select(ranges => new IntervalSet([.. ranges.Select(range => new Interval(range[0], range[1]))]))];
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException or ArgumentException)
        {
            CouldNotRead(logger, file, failure);
        }

        return [.. manifest.OriginOffsets.Select(_ => new IntervalSet())];
    }

    /// <summary>Writes what is closed in a table. A failure costs a longer count another time, and is logged.</summary>
    public void Save(Guid table, IReadOnlyList<IntervalSet> closed)
    {
        Content content = new(
            table,
            manifest.Topic,
            manifest.BucketSize,
            [.. manifest.OriginOffsets],
            [.. closed.Select(ranges => (long[][])[.. ranges.Ranges.ToArray().Select(range => (long[])[range.Start, range.End])])]);
        string fresh = file + ".new";
        try
        {
            File.WriteAllBytes(fresh, JsonSerializer.SerializeToUtf8Bytes(content));
            File.Move(fresh, file, overwrite: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            CouldNotWrite(logger, file, failure);
        }
    }

    private bool Fits(Content content, Guid table) =>
        content.Table == table
        && content.Topic == manifest.Topic
        && content.BucketSize == manifest.BucketSize
        && content.Closed?.Length == manifest.OriginOffsets.Count
        && content.Closed.All(ranges => ranges is not null && ranges.All(range => range is [>= 0, _] && range[0] < range[1]))
        && content.Origins?.SequenceEqual(manifest.OriginOffsets) is true;

    [LoggerMessage(Level = LogLevel.Warning, Message = "The closed buckets in {File} could not be read, so all are counted again")]
    private static partial void CouldNotRead(ILogger logger, string file, Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The closed buckets could not be written to {File}")]
    private static partial void CouldNotWrite(ILogger logger, string file, Exception failure);

    private sealed record Content(Guid Table, string Topic, int BucketSize, long[] Origins, long[][][] Closed);
}
