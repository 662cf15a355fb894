using System.Globalization;
using System.Text.RegularExpressions;
using EventLogDemo.PowerShell.Errors;

namespace EventLogDemo.PowerShell.Conversion;

/// <summary>
/// A number of bytes as people write it: <c>512b</c>, <c>1kb</c>, <c>2mb</c>, <c>1gb</c> (1 kb is 1,024 bytes), or a plain number
/// in the parameter's own unit. What is none of these is kept as it is and refused when it is used, as with <see cref="Duration"/>.
/// </summary>
public sealed partial class ByteSize
{
    private readonly string _text;
    private readonly double _number;
    private readonly long _unit;
    private readonly bool _isKnown;

    private ByteSize(string text, double number, long unit, bool isKnown)
    {
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
    public static ByteSize Parse(string text)
    {
        Match match = Form().Match(text);
        return match.Success && double.TryParse(match.Groups["number"].Value, CultureInfo.InvariantCulture, out double number)
            ? new ByteSize(text, number, BytesOf(match.Groups["unit"].Value), isKnown: true)
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

    /// <inheritdoc/>
    public override string ToString() => _text;

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
