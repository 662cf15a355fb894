using System.Text;
using EventLogDemo.Engine.Errors;

namespace EventLogDemo.Engine.Events;

/// <summary>An event as read from a log or a store.</summary>
public sealed class LogEvent
{
    /// <summary><see cref="Stream"/> and <see cref="Seq"/> of a record without identity.</summary>
    public const int NotKnown = -1;

    private readonly EventIdentity _identity;
    private readonly long _storedAtMicroseconds;

    private LogEvent(int partition, in EventView view)
    {
        _identity = view.Identity;
        _storedAtMicroseconds = view.StoredAtMicroseconds;
        Partition = partition;
        Offset = view.Offset;
        Bytes = view.Body.ToArray();
    }

    /// <summary>Partition that it was read from.</summary>
    public int Partition { get; }

    /// <summary>Offset in the partition.</summary>
    public long Offset { get; }

    /// <summary>Whether the record carries an identity; one that another program wrote does not.</summary>
    public bool HasIdentity => _identity.IsPresent;

    /// <summary>Run of the event; empty without identity.</summary>
    public Guid Run => _identity.Run;

    /// <summary>Stream of the event; -1 without identity.</summary>
    public int Stream => HasIdentity ? _identity.Stream : NotKnown;

    /// <summary>Position within run, stream and partition; -1 without identity.</summary>
    public long Seq => HasIdentity ? _identity.Seq : NotKnown;

    /// <summary>When the producer took the event (UTC); null without identity.</summary>
    public DateTimeOffset? SentAt => HasIdentity ? TimeOf(_identity.SentAtMicroseconds) : null;

    /// <summary>When the event was stored (UTC); null when it was read from a log.</summary>
    public DateTimeOffset? StoredAt => _storedAtMicroseconds == 0 ? null : TimeOf(_storedAtMicroseconds);

    /// <summary>Hash of identity and body, as the producer wrote it; 0 without identity.</summary>
    public ulong Hash => _identity.Hash;

    /// <summary>Size of the body in bytes.</summary>
    public int SizeBytes => Bytes.Length;

    /// <summary>The body as it was written.</summary>
    public byte[] Bytes { get; }

    /// <summary>The body as text: UTF-8, with U+FFFD for invalid bytes. Not made printable: <see cref="PrintableText"/> does that.</summary>
    public string Body => field ??= Encoding.UTF8.GetString(Bytes);

    /// <summary>Copies an event from a batch.</summary>
    /// <param name="partition">Partition that the batch was read from.</param>
    /// <param name="view">The event.</param>
    public static LogEvent From(int partition, in EventView view) => new(partition, view);

    /// <summary>The body as text.</summary>
    public override string ToString() => Body;

    // A record's key can hold any 64 bits; years before 1 and after 9999 have no date.
    private static DateTimeOffset TimeOf(long microseconds)
    {
        const long Earliest = -62_135_596_800_000_000;
        const long Latest = 253_402_300_799_999_999;
        return DateTimeOffset.UnixEpoch.AddTicks(Math.Clamp(microseconds, Earliest, Latest) * TimeSpan.TicksPerMicrosecond);
    }
}
