using System.Globalization;
using System.Text.RegularExpressions;
using EventLogDemo.Engine.Errors;
using EventLogDemo.PowerShell.Errors;

namespace EventLogDemo.PowerShell.Conversion;

/// <summary>
/// A number of bytes as people write it: <c>512b</c>, <c>1kb</c>, <c>2mb</c>, <c>1gb</c> (1 kb is 1,024 bytes), or a plain number
/// in the parameter's own unit. What is none of these is kept as it is and refused when it is used, as with <see cref="Duration"/>.
/// </summary>
public sealed partial class ByteSize
{
    private static readonly long[] Units = [1L << 30, 1L << 20, 1L << 10];

    private readonly string _text;
    private readonly double _number;
    private readonly long _unit;
    private readonly bool _isKnown;
    private readonly bool _isValue;

    private ByteSize(string text, double number, long unit, bool isKnown, bool isValue = false)
    {
        _isValue = isValue;
        _text = text;
        _number = number;
        _unit = unit;
        _isKnown = isKnown;
    }

    /// <summary>A known size.</summary>
    public ByteSize(long bytes)
        : this(string.Create(CultureInfo.InvariantCulture, $"{bytes}b"), bytes, 1, isKnown: true)
    {
    }

    /// <summary>Reads what a person wrote.</summary>
    /// <param name="text">What was written.</param>
    /// <param name="isValue">Whether it is the text of a number, such as one from a variable.</param>
    public static ByteSize Parse(string text, bool isValue = false)
    {
        Match match = Form().Match(text);
        return match.Success && double.TryParse(match.Groups["number"].Value, CultureInfo.InvariantCulture, out double number)
            ? new ByteSize(text, number, BytesOf(match.Groups["unit"].Value), isKnown: true, isValue)
            : new ByteSize(text, 0, 0, isKnown: false);
    }

    /// <summary>The size in bytes; what is beyond an Int64 is its largest or smallest.</summary>
    /// <param name="plainUnit">Bytes that a plain number counts in.</param>
    /// <exception cref="SizeFormatException">It was not written as one.</exception>
    public long ToBytes(long plainUnit = 1)
    {
        if (!_isKnown)
        {
            throw new SizeFormatException(_text);
        }

        return long.CreateSaturating(Math.Round(_number * (_unit == 0 ? plainUnit : _unit)));
    }

    /// <summary>The size in bytes, within a range.</summary>
    /// <param name="option">Name of the parameter.</param>
    /// <param name="low">Fewest bytes.</param>
    /// <param name="high">Most bytes.</param>
    /// <param name="plainUnit">Bytes that a plain number counts in.</param>
    /// <exception cref="SizeFormatException">It was not written as a size.</exception>
    /// <exception cref="OptionRangeException">It is outside the range; the message has it as it was written.</exception>
    public long Checked(string option, long low, long high, long plainUnit = 1)
    {
        long bytes = ToBytes(plainUnit);
        // `$z = 1kb` has become 1024 before it is given to a parameter in KB. 1024 KB would be refused, so nobody can mean that.
        if (bytes > high && _isValue && plainUnit > 1 && _number % plainUnit == 0 && _number <= high)
        {
            return (long)_number;
        }

        return bytes >= low && bytes <= high
            ? bytes
            : throw new OptionRangeException(option, _unit > 0 ? _text : $"{_text}{NameOf(plainUnit)}", Show(low), Show(high));
    }

    /// <summary>A number of bytes in the largest unit that it is a whole number of.</summary>
    internal static string Show(long bytes)
    {
        long unit = Units.FirstOrDefault(unit => bytes >= unit && bytes % unit == 0, 1);
        return string.Create(CultureInfo.InvariantCulture, $"{bytes / unit:N0}{NameOf(unit)}");
    }

    /// <inheritdoc/>
    public override string ToString() => _text;

    private static string NameOf(long unit) => unit switch
    {
        1L << 10 => " KB",
        1L << 20 => " MB",
        1L << 30 => " GB",
        _ => " B",
    };

    private static long BytesOf(string unit) => unit.ToUpperInvariant() switch
    {
        "B" => 1,
        "K" or "KB" => 1L << 10,
        "M" or "MB" => 1L << 20,
        "G" or "GB" => 1L << 30,
        _ => 0,
    };

    [GeneratedRegex(@"\A\s*(?<number>[+-]?[0-9]+(\.[0-9]+)?(e[+-]?[0-9]+)?)\s*(?<unit>b|kb?|mb?|gb?)?\s*\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
