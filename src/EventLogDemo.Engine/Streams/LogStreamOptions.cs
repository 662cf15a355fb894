using System.Globalization;
using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Engine.Streams;

/// <summary>What a stream does while the producer's buffer is full.</summary>
public enum FullPolicy
{
    /// <summary>Waits until there is room. The time lost is not made up.</summary>
    Wait,

    /// <summary>Discards the event and counts it. A dropped event uses no seq.</summary>
    Drop,
}

/// <summary>How a log stream runs.</summary>
public sealed record LogStreamOptions
{
    /// <summary>Lowest rate that can be requested, apart from 0.</summary>
    /// <value>0.001 events/s.</value>
    public const double MinRate = 0.001;

    /// <summary>Highest rate that can be requested.</summary>
    /// <value>10,000,000 events/s.</value>
    public const double MaxRate = 10_000_000;

    /// <summary>Events per second; 0 for as fast as possible.</summary>
    /// <value>Defaults to 10; 0, or from 0.001 to 10,000,000.</value>
    public double Rate { get; init; } = 10;

    /// <summary>Events after which the stream is complete; null for no limit.</summary>
    /// <value>Defaults to null; from 1 to 10¹².</value>
    public long? Count { get; init; }

    /// <summary>Time after which the stream is complete; null for no limit.</summary>
    /// <value>Defaults to null; from 1 ms to 365 days.</value>
    public TimeSpan? Duration { get; init; }

    /// <summary>What to do while the producer's buffer is full.</summary>
    /// <value>Defaults to <see cref="FullPolicy.Wait"/>.</value>
    public FullPolicy OnFull { get; init; } = FullPolicy.Wait;

    /// <summary>The producer's limits.</summary>
    public AppenderOptions Appender { get; init; } = new();

    /// <summary>Throws for a value outside its range.</summary>
    /// <exception cref="OptionRangeException">The first value found outside its range, with the range.</exception>
    public void Validate()
    {
        ValidateRate(Rate);
        OptionRangeException.ThrowIfOutside(nameof(Count), Count ?? 1, 1, 1_000_000_000_000);
        OptionRangeException.ThrowIfOutside(
            nameof(Duration), Duration ?? TimeSpan.FromDays(1), TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(365));
        Appender.Validate();
    }

    /// <summary>The options as stored in a ledger, culture-invariant.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"Rate = {Rate}, Count = {Count}, Duration = {Duration}, OnFull = {OnFull}, {Appender}");

    /// <summary>Throws for a rate outside its range.</summary>
    /// <exception cref="OptionRangeException">The rate is negative, not a number or too high.</exception>
    public static void ValidateRate(double rate)
    {
        if (rate != 0 && !(rate is >= MinRate and <= MaxRate))
        {
            throw new OptionRangeException(nameof(Rate), rate, MinRate, MaxRate, "0, for as fast as it goes, or ");
        }
    }
}
