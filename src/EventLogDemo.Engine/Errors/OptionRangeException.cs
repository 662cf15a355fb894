using System.Globalization;

namespace EventLogDemo.Engine.Errors;

/// <summary>A number or duration is outside its range.</summary>
/// <param name="option">Name of the option.</param>
/// <param name="value">The given value.</param>
/// <param name="low">Lowest value.</param>
/// <param name="high">Highest value.</param>
/// <param name="alternative">What is allowed besides the range; the message continues with the range.</param>
public sealed class OptionRangeException(string option, object value, object low, object high, string alternative = "")
    : EngineException(string.Create(
        CultureInfo.InvariantCulture, $"{option} is {Show(value)}; it must be {alternative}from {Show(low)} to {Show(high)}."))
{
    /// <summary>Name of the option.</summary>
    public string Option { get; } = option;

    /// <summary>The given value.</summary>
    public object Value { get; } = value;

    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.InvalidArgument;

    /// <inheritdoc/>
    public override object Target => Value;

    /// <summary>Throws when <paramref name="value"/> is below <paramref name="low"/> or above <paramref name="high"/>, or NaN.</summary>
    public static void ThrowIfOutside<T>(string option, T value, T low, T high)
        where T : struct, IComparable<T>
    {
        // NaN sorts below everything, so it is refused too.
        if (value.CompareTo(low) < 0 || value.CompareTo(high) > 0)
        {
            throw new OptionRangeException(option, value, low, high);
        }
    }

    private static string Show(object value) => value switch
    {
        TimeSpan { TotalDays: >= 1 } time => Number(time.TotalDays, "d"),
        TimeSpan { TotalHours: >= 1 } time => Number(time.TotalHours, "h"),
        TimeSpan { TotalMinutes: >= 1 } time => Number(time.TotalMinutes, "m"),
        TimeSpan { TotalSeconds: >= 1 or <= -1 or 0 } time => Number(time.TotalSeconds, "s"),
        TimeSpan time => Number(time.TotalMilliseconds, "ms"),
        double and > -0.001 and < 0.001 and not 0 => ((double)value).ToString("R", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString("#,0.###", CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static string Number(double value, string unit) => string.Create(CultureInfo.InvariantCulture, $"{value:0.###} {unit}");
}
