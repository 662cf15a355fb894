namespace EventLogDemo.Engine.Events;

/// <summary>Where a stream's bodies come from. Used by one thread.</summary>
public interface IEventSource : IDisposable
{
    /// <summary>Short description for display, such as <c>Syslog, 1024 B, seed 7</c> or a path.</summary>
    string Description { get; }

    /// <summary>
    /// Upper bound of the next body's size in bytes, for allocating a large enough buffer;
    /// never above <see cref="EventLimits.MaxBodyBytes"/>.
    /// </summary>
    int MaxBodyBytes { get; }

    /// <summary>Reads the next body, which will be number <paramref name="seq"/> of its partition.</summary>
    /// <param name="stream">Number of the stream.</param>
    /// <param name="partition">Partition that the event goes to.</param>
    /// <param name="seq">Position that the event will have within run, stream and partition.</param>
    /// <param name="body">At least <see cref="MaxBodyBytes"/> long; receives the body.</param>
    /// <param name="length">Number of bytes written; for an oversized body, its size.</param>
    /// <exception cref="SourceFileException">The source cannot be read any further.</exception>
    SourceRead Read(ushort stream, int partition, long seq, Span<byte> body, out int length);
}

/// <summary>Result of <see cref="IEventSource.Read"/>.</summary>
public enum SourceRead
{
    /// <summary>A body was written.</summary>
    Body,

    /// <summary>The next item is larger than an event may be; it was skipped and uses no seq.</summary>
    TooLarge,

    /// <summary>The end of the source.</summary>
    End,

    /// <summary>Nothing yet, after as much work as one call may do: call again.</summary>
    Pending,
}
