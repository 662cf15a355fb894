namespace EventLogDemo.Engine.Events;

/// <summary>Where a stream's bodies come from. Used by one thread.</summary>
public interface IEventSource : IDisposable
{
    /// <summary>Short description for people, such as <c>Syslog, 1024 B, seed 7</c> or a path.</summary>
    string Description { get; }

    /// <summary>
    /// Upper bound in bytes of the next body where it is known, so that a caller can hand over a buffer that is large enough;
    /// never above <see cref="EventLimits.MaxBodyBytes"/>.
    /// </summary>
    int MaxBodyBytes { get; }

    /// <summary>Takes the next body, which will be number <paramref name="seq"/> of its partition.</summary>
    /// <param name="stream">Number of the stream.</param>
    /// <param name="partition">Partition that the event goes to.</param>
    /// <param name="seq">Position that the event gets within run, stream and partition.</param>
    /// <param name="body">At least <see cref="MaxBodyBytes"/> long; receives the body.</param>
    /// <param name="length">Bytes written; of an oversized body, its size.</param>
    /// <exception cref="SourceFileException">The source cannot be read any further.</exception>
    SourceRead Read(ushort stream, int partition, long seq, Span<byte> body, out int length);
}

/// <summary>What <see cref="IEventSource.Read"/> found.</summary>
public enum SourceRead
{
    /// <summary>A body was written.</summary>
    Body,

    /// <summary>The next item is larger than an event may be; it was passed over and no seq is used.</summary>
    TooLarge,

    /// <summary>There is nothing more.</summary>
    End,

    /// <summary>Nothing yet, after as much work as one call may do: ask again.</summary>
    Pending,
}
