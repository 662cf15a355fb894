using System.Globalization;

namespace EventLogDemo.Engine.Streams;

/// <summary>
/// A stream as it was at one moment. Always: <c>Produced = Acked + Failed + Unknown + Buffered + Dropped</c>. The counts of a stream
/// in an end state are final.
/// </summary>
public sealed record LogStreamSnapshot
{
    /// <summary>Name of the pipeline.</summary>
    public required string Pipeline { get; init; }

    /// <summary>Number of the stream within its pipeline and process, from 1.</summary>
    public required int Id { get; init; }

    /// <summary>State of the stream.</summary>
    public required LogStreamState State { get; init; }

    /// <summary>Requested events per second; 0 for as fast as possible.</summary>
    public required double Rate { get; init; }

    /// <summary>Events produced: accepted by the producer, or dropped.</summary>
    public required long Produced { get; init; }

    /// <summary>Persisted by the log.</summary>
    public required long Acked { get; init; }

    /// <summary>Certainly not persisted.</summary>
    public required long Failed { get; init; }

    /// <summary>Possibly persisted.</summary>
    public required long Unknown { get; init; }

    /// <summary>Accepted and not settled yet.</summary>
    public required long Buffered { get; init; }

    /// <summary>Discarded because the buffer was full.</summary>
    public required long Dropped { get; init; }

    /// <summary>Items of the source that exceed the maximum event size; they are not events and not part of the sum.</summary>
    public required long TooLarge { get; init; }

    /// <summary>Where the bodies come from.</summary>
    public required string Source { get; init; }

    /// <summary>Run of the stream's events.</summary>
    public required Guid Run { get; init; }

    /// <summary>When it began (UTC).</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended (UTC), or null while it was active.</summary>
    public required DateTimeOffset? EndedAt { get; init; }

    /// <summary>Why it failed, or null. Not sanitized for display.</summary>
    public required string? Failure { get; init; }

    /// <summary>The stream in a few words, such as <c>stream 1 of default</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"stream {Id} of {Pipeline}");
}
