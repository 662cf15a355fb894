using System.Globalization;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Streams;

namespace EventLogDemo;

/// <summary>A stream as it was at one moment. Always <c>Produced = Acked + Failed + Unknown + Buffered + Dropped</c>.</summary>
public sealed class LogStreamInfo
{
    internal LogStreamInfo(Pipeline pipeline, LogStream stream)
    {
        LogStreamSnapshot snapshot = stream.GetSnapshot();
        Pipeline = pipeline.Name;
        Id = stream.Id;
        State = snapshot.State.ToString();
        Rate = snapshot.Rate;
        Produced = snapshot.Produced;
        Acked = snapshot.Acked;
        Failed = snapshot.Failed;
        Unknown = snapshot.Unknown;
        Buffered = snapshot.Buffered;
        Dropped = snapshot.Dropped;
        TooLarge = snapshot.TooLarge;
        Source = stream.Source;
        Reason = snapshot.Failure;
        StartedAt = stream.StartedAt.LocalDateTime;
        EndedAt = snapshot.EndedAt?.LocalDateTime;
        Run = stream.Run;
        PipelineId = pipeline.Manifest.Id;
    }

    /// <summary>Name of the pipeline.</summary>
    public string Pipeline { get; }

    /// <summary>Number of the stream in its pipeline.</summary>
    public int Id { get; }

    /// <summary><c>Running</c>, <c>Suspended</c>, <c>Draining</c>, <c>Completed</c>, <c>Stopped</c> or <c>Failed</c>.</summary>
    public string State { get; }

    /// <summary>Events per second asked for; 0 for as fast as it goes.</summary>
    public double Rate { get; }

    /// <summary>Events produced: taken by the producer, or dropped.</summary>
    public long Produced { get; }

    /// <summary>Events persisted by the log.</summary>
    public long Acked { get; }

    /// <summary>Events certainly not persisted.</summary>
    public long Failed { get; }

    /// <summary>Events possibly persisted.</summary>
    public long Unknown { get; }

    /// <summary>Events in the producer's buffer.</summary>
    public long Buffered { get; }

    /// <summary>Events thrown away because the buffer was full.</summary>
    public long Dropped { get; }

    /// <summary>Items of the source that were larger than an event may be; they are not events and not in the sum.</summary>
    public long TooLarge { get; }

    /// <summary>Where the bodies come from.</summary>
    public string Source { get; }

    /// <summary>Why it failed, or null.</summary>
    public string? Reason { get; }

    /// <summary>When it began (local time).</summary>
    public DateTime StartedAt { get; }

    /// <summary>When it ended (local time), or null while it goes on.</summary>
    public DateTime? EndedAt { get; }

    /// <summary>Run of the stream's events.</summary>
    public Guid Run { get; }

    /// <summary>Identity of the pipeline.</summary>
    public Guid PipelineId { get; }

    /// <summary>The stream in one line.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"stream {Id} of {Pipeline}: {State}, {Produced:N0} produced, {Acked:N0} acknowledged")
        + (Reason is null ? "" : $": {Reason}");
}
