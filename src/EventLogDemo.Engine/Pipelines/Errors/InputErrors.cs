using System.Globalization;
using EventLogDemo.Engine.Events;

namespace EventLogDemo.Engine.Pipelines;

/// <summary>A number or time is outside its range.</summary>
public sealed class OptionRangeException(string option, object value, object low, object high)
    : EngineException(string.Create(
        CultureInfo.InvariantCulture, $"{option} is {Show(value)}; it must be from {Show(low)} to {Show(high)}."))
{
    /// <summary>Name of the option.</summary>
    public string Option { get; } = option;

    /// <summary>What was given.</summary>
    public object Value { get; } = value;

    /// <inheritdoc/>
    public override object Target => Value;

    /// <summary>Throws when <paramref name="value"/> is below <paramref name="low"/> or above <paramref name="high"/>, or not a number.</summary>
    public static void ThrowIfOutside<T>(string option, T value, T low, T high)
        where T : struct, IComparable<T>
    {
        // A NaN compares below everything, so it is refused too.
        if (value.CompareTo(low) < 0 || value.CompareTo(high) > 0)
        {
            throw new OptionRangeException(option, value, low, high);
        }
    }

    private static string Show(object value) => value switch
    {
        TimeSpan { TotalSeconds: >= 1 or <= -1 or 0 } time => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} s"),
        TimeSpan time => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.###} ms"),
        IFormattable number => number.ToString("#,0.###", CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}

/// <summary>A body is larger than an event may be.</summary>
public sealed class EventTooLargeException(long size)
    : EngineException(string.Create(
        CultureInfo.InvariantCulture, $"The event has {size:N0} bytes; at most {EventLimits.MaxBodyBytes:N0} are possible."))
{
    /// <summary>Size of the body in bytes.</summary>
    public long Size { get; } = size;

    /// <inheritdoc/>
    public override object Target => Size;
}

/// <summary>A file of log lines cannot be read.</summary>
public sealed class SourceFileException(string path, string finding, Exception? inner = null)
    : EngineException($"The file '{path}' cannot be read: {finding}.", inner)
{
    /// <summary>What is wrong with it.</summary>
    public string Finding { get; } = finding;

    /// <inheritdoc/>
    public override object Target { get; } = path;
}
