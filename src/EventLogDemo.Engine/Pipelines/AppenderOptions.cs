using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Events;

namespace EventLogDemo.Engine.Pipelines;

/// <summary>Limits and batching of a producer. Names follow Kafka's producer configuration.</summary>
public sealed record AppenderOptions
{
    /// <summary>Maximum of <see cref="BufferCount"/>.</summary>
    /// <value>10,000,000.</value>
    public const int MaxBufferCount = 10_000_000;

    /// <summary>Lowest value of <see cref="BufferBytes"/>.</summary>
    /// <value>1 MiB.</value>
    public const long MinBufferBytes = 1L << 20;

    /// <summary>Highest value of <see cref="BufferBytes"/>.</summary>
    /// <value>16 GiB.</value>
    public const long MaxBufferBytes = 16L << 30;

    /// <summary>Maximum number of buffered events (<c>queue.buffering.max.messages</c>).</summary>
    /// <value>Defaults to 100,000; from 1 to 10,000,000.</value>
    public int BufferCount { get; init; } = 100_000;

    /// <summary>Maximum number of buffered bytes (<c>queue.buffering.max.kbytes</c>).</summary>
    /// <value>Defaults to 1 GiB; from 1 MiB to 16 GiB.</value>
    public long BufferBytes { get; init; } = 1L << 30;

    /// <summary>Time after which an unacknowledged event fails (<c>delivery.timeout.ms</c>).</summary>
    /// <value>Defaults to 5 minutes; from 100 ms to 1 day.</value>
    public TimeSpan DeliveryTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long to wait for a batch to fill (<c>linger.ms</c>).</summary>
    /// <value>Defaults to 5 ms; from 0 to 1 s.</value>
    public TimeSpan Linger { get; init; } = TimeSpan.FromMilliseconds(5);

    /// <summary>Size of a batch of one partition, in bytes, at which it is sent without waiting. A backlog is sent in larger batches.</summary>
    /// <value>Defaults to 64 KiB; from 1 KiB to 1 MiB.</value>
    public int BatchBytes { get; init; } = 64 * 1024;

    /// <summary>Throws for a value outside its range.</summary>
    /// <exception cref="OptionRangeException">The first value outside its range, with the range.</exception>
    public void Validate()
    {
        OptionRangeException.ThrowIfOutside(nameof(BufferCount), BufferCount, 1, MaxBufferCount);
        OptionRangeException.ThrowIfOutside("BufferSize", BufferBytes, MinBufferBytes, MaxBufferBytes);
        OptionRangeException.ThrowIfOutside(
            nameof(DeliveryTimeout), DeliveryTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromDays(1));
        OptionRangeException.ThrowIfOutside(nameof(Linger), Linger, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        OptionRangeException.ThrowIfOutside(nameof(BatchBytes), BatchBytes, 1024, 1 << 20);
    }

    /// <summary>Bytes of <see cref="BufferBytes"/> that an event takes: its identity and its body.</summary>
    public static int CostOf(int bodyBytes) => EventIdentity.Size + bodyBytes;
}
