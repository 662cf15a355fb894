using EventLogDemo.Engine.Events;

namespace EventLogDemo;

/// <summary>An event as it was read from the log or the store of a pipeline.</summary>
public sealed class LogEventInfo
{
    private readonly LogEvent _event;

    internal LogEventInfo(string pipeline, LogEvent found)
    {
        Pipeline = pipeline;
        _event = found;
    }

    /// <summary>Name of the pipeline.</summary>
    public string Pipeline { get; }

    /// <summary>Partition that it was read from.</summary>
    public int Partition => _event.Partition;

    /// <summary>Offset in the partition.</summary>
    public long Offset => _event.Offset;

    /// <summary>When the producer took it (local time); null without identity.</summary>
    public DateTime? SentAt => _event.SentAt?.LocalDateTime;

    /// <summary>When the store took it (local time); null where it was read from a log.</summary>
    public DateTime? StoredAt => _event.StoredAt?.LocalDateTime;

    /// <summary>Size of the body in bytes.</summary>
    public int SizeBytes => _event.SizeBytes;

    /// <summary>The body as text: UTF-8, with U+FFFD for what is none. Not made safe for a screen; the views do that.</summary>
    public string Body => _event.Body;

    /// <summary>Whether the record carries an identity; one that another program wrote does not.</summary>
    public bool HasIdentity => _event.HasIdentity;

    /// <summary>Run of the event; empty without identity.</summary>
    public Guid Run => _event.Run;

    /// <summary>Stream of the event; -1 without identity.</summary>
    public int Stream => _event.Stream;

    /// <summary>Position within run, stream and partition; -1 without identity.</summary>
    public long Seq => _event.Seq;

    /// <summary>Hash of identity and body, as the producer wrote it; 0 without identity.</summary>
    public ulong Hash => _event.Hash;

    /// <summary>The body as it was written. A method, so that files and JSON have the body once, as text.</summary>
    public byte[] GetBytes() => [.. _event.Bytes];

    /// <summary>The body as text.</summary>
    public override string ToString() => Body;

    /// <summary>As <see cref="GetBytes"/>, without a copy.</summary>
    internal ReadOnlyMemory<byte> Bytes => _event.Bytes;
}
