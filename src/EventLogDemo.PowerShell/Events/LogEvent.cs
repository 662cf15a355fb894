using System.Text;
using System.Text.Unicode;
using EventLogDemo.Engine.Events;

namespace EventLogDemo.PowerShell.Events;

/// <summary>An event as it was read from the log or the store. The body is as it was written; views show it escaped.</summary>
public sealed class LogEvent
{
    private readonly EventIdentity _identity;
    private readonly long _storedAtMicroseconds;
    private readonly byte[] _body;

    internal LogEvent(EventHop from, int partition, EventView view)
    {
        From = from;
        Partition = partition;
        Offset = view.Offset;
        _identity = view.Identity;
        _storedAtMicroseconds = view.StoredAtMicroseconds;
        _body = view.Body.ToArray();
    }

    /// <summary>Where it was read.</summary>
    public EventHop From { get; }

    /// <summary>Partition.</summary>
    public int Partition { get; }

    /// <summary>Offset in the partition.</summary>
    public long Offset { get; }

    /// <summary>Run that wrote it; null where the record carries no identity.</summary>
    public Guid? Run => _identity.IsPresent ? _identity.Run : null;

    /// <summary>Number of the stream that wrote it; -1 where the record carries no identity.</summary>
    public int Stream => _identity.IsPresent ? _identity.Stream : -1;

    /// <summary>Position within run, stream and partition; -1 where the record carries no identity.</summary>
    public long Seq => _identity.IsPresent ? _identity.Seq : -1;

    /// <summary>When the producer took it (UTC); null where the record carries no identity.</summary>
    public DateTimeOffset? SentAt => _identity.IsPresent ? FromMicroseconds(_identity.SentAtMicroseconds) : null;

    /// <summary>When the store took it (UTC); null where it was read from the log.</summary>
    public DateTimeOffset? StoredAt => _storedAtMicroseconds > 0 ? FromMicroseconds(_storedAtMicroseconds) : null;

    /// <summary>Size of the body in bytes.</summary>
    public int Size => _body.Length;

    /// <summary>Whether the body is valid UTF-8.</summary>
    public bool IsText => Utf8.IsValid(_body);

    /// <summary>The body as text; where it is not valid UTF-8, U+FFFD stands for what is not.</summary>
    public string Body => Encoding.UTF8.GetString(_body);

    /// <summary>The body as it was written.</summary>
    public byte[] BodyBytes => _body;

    /// <inheritdoc/>
    public override string ToString() => Body;

    internal long SentAtMicroseconds => _identity.SentAtMicroseconds;

    private static DateTimeOffset FromMicroseconds(long microseconds) => DateTimeOffset.UnixEpoch.AddMicroseconds(microseconds);
}
