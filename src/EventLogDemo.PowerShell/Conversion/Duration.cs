using System.Globalization;
using System.Text.RegularExpressions;
using EventLogDemo.PowerShell.Errors;

namespace EventLogDemo.PowerShell.Conversion;

/// <summary>
/// A length of time as people write it: <c>500ms</c>, <c>10s</c>, <c>2m</c>, <c>1h</c>, <c>1d</c>, a number of seconds, or a
/// <see cref="TimeSpan"/>. What is none of these is kept as it is and refused when it is used, so that the error has an id of
/// its own instead of parameter binding's.
/// </summary>
public sealed partial class Duration
{
    private readonly string _text;
    private readonly TimeSpan? _value;

    /// <summary>A known length of time.</summary>
    public Duration(TimeSpan value)
    {
        _value = value;
        _text = value.ToString("c", CultureInfo.InvariantCulture);
    }

    private Duration(string text, TimeSpan? value)
    {
        _text = text;
        _value = value;
    }

    /// <summary>The length of time; what is beyond a <see cref="TimeSpan"/> is its largest or smallest.</summary>
    /// <exception cref="DurationFormatException">It was not written as one.</exception>
    public TimeSpan Value => _value ?? throw new DurationFormatException(_text);

    /// <summary>Reads what a person wrote.</summary>
    public static Duration Parse(string text)
    {
        Match match = Form().Match(text);
        if (match.Success && double.TryParse(match.Groups["number"].Value, CultureInfo.InvariantCulture, out double number))
        {
            return new Duration(text, FromSeconds(number * SecondsOf(match.Groups["unit"].Value)));
        }

        // A bare number would be read as days.
        bool isClock = text.Contains(':') && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out _);
        return new Duration(text, isClock ? TimeSpan.Parse(text, CultureInfo.InvariantCulture) : null);
    }

    /// <inheritdoc/>
    public override string ToString() => _text;

    private static TimeSpan FromSeconds(double seconds)
    {
        double ticks = seconds * TimeSpan.TicksPerSecond;
        return ticks >= long.MaxValue ? TimeSpan.MaxValue
            : ticks <= long.MinValue ? TimeSpan.MinValue
            : new TimeSpan((long)ticks);
    }

    private static double SecondsOf(string unit) => unit.ToUpperInvariant() switch
    {
        "MS" => 0.001,
        "M" => 60,
        "H" => 3600,
        "D" => 86400,
        _ => 1,
    };

    [GeneratedRegex(@"\A\s*(?<number>[+-]?[0-9]+(\.[0-9]+)?(e[+-]?[0-9]+)?)\s*(?<unit>ms|s|m|h|d)?\s*\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
