using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Text;
using EventLogDemo.Engine.Errors;

namespace EventLogDemo.PowerShell.Display;

/// <summary>
/// What the views of the module show. Views call these: types of other assemblies are not visible to them by name. They are given
/// properties of objects as these are, and as they come back from CliXml, jobs and other machines.
/// </summary>
public static class Cell
{
    /// <summary>Shown where there is nothing to show.</summary>
    public const string None = "-";

    private const string Unpaced = "max";
    private const string Ellipsis = "…";
    private const int MaxTextLength = 200;
    private const int DefaultScreenWidth = 80;
    private const int MinWidth = 12;

    private static readonly (double Unit, string Name)[] Units = [(1e3, "k"), (1e6, "M"), (1e9, "G"), (1e12, "T")];

    /// <summary>A moment of today to the second; of another day, the day. Ten characters at most.</summary>
    public static string Since(DateTime? moment) => OfTodayOrDay(moment, "HH:mm:ss");

    /// <summary>A moment of today to the millisecond; of another day, the day. Twelve characters at most.</summary>
    public static string PreciseTime(DateTime? moment) => OfTodayOrDay(moment, "HH:mm:ss.fff");

    /// <summary>The time of day to the second: eight characters.</summary>
    public static string Clock(DateTime? moment) => moment?.ToString("HH:mm:ss", CultureInfo.InvariantCulture) ?? None;

    /// <summary>Text of unknown origin, safe for a screen.</summary>
    public static string Text(object? value) => value?.ToString() is { Length: > 0 } text ? PrintableText.Escape(text, MaxTextLength) : None;

    /// <summary>As much text of unknown origin as there is room for, safe for a screen.</summary>
    /// <param name="value">What to show.</param>
    /// <param name="host">Whose screen it is.</param>
    /// <param name="others">Characters that stand before it.</param>
    public static string Text(object? value, PSHost? host, int others) =>
        value?.ToString() is { Length: > 0 } text ? PrintableText.Escape(text, RoomBeside(others, host)) : None;

    /// <summary>Text of unknown origin in full, safe for a screen.</summary>
    public static string LongText(object? value) => value?.ToString() is { Length: > 0 } text ? PrintableText.Escape(text) : None;

    /// <summary>A name or a place, safe for a screen, with its middle left out where it is longer than a column.</summary>
    /// <param name="value">What to show.</param>
    /// <param name="width">Width of the column in characters.</param>
    public static string Middle(object? value, int width)
    {
        string text = LongText(value);
        int kept = Math.Max(width, 2) - Ellipsis.Length;
        // The end says more than the beginning: a folder's own name, a port.
        return text.Length <= width ? text : string.Concat(text.AsSpan(0, kept / 2), Ellipsis, text.AsSpan(text.Length - (kept - (kept / 2))));
    }

    /// <summary>As <see cref="Middle(object, int)"/>, for the last column of a table, which has what is left of the screen.</summary>
    /// <param name="value">What to show.</param>
    /// <param name="host">Whose screen it is.</param>
    /// <param name="others">Characters that the columns before it take, and the spaces between them.</param>
    public static string Middle(object? value, PSHost? host, int others) => Middle(value, RoomBeside(others, host));

    /// <summary>A number in a column: in full where it fits, else in thousands, millions or more.</summary>
    /// <param name="number">The number; a rate is shown without its fraction.</param>
    /// <param name="width">Width of the column in characters.</param>
    public static string Number(double number, int width)
    {
        string text = number.ToString("N0", CultureInfo.CurrentCulture);
        foreach ((double unit, string name) in Units)
        {
            if (text.Length <= width)
            {
                break;
            }

            double scaled = number / unit;
            text = scaled.ToString(Math.Abs(scaled) < 100 ? "N1" : "N0", CultureInfo.CurrentCulture) + name;
        }

        return text;
    }

    /// <summary>A number of bytes in a column, in the largest unit that keeps it above 1.</summary>
    public static string Size(long bytes) => bytes switch
    {
        >= 1_000_000_000 => (bytes / 1e9).ToString("N1", CultureInfo.CurrentCulture) + " GB",
        >= 1_000_000 => (bytes / 1e6).ToString("N1", CultureInfo.CurrentCulture) + " MB",
        >= 1_000 => (bytes / 1e3).ToString("N1", CultureInfo.CurrentCulture) + " KB",
        _ => bytes.ToString(CultureInfo.CurrentCulture) + " B",
    };

    /// <summary>Names in a column: all where they fit, else the first of them and how many more there are.</summary>
    /// <param name="names">The names.</param>
    /// <param name="width">Width of the column in characters.</param>
    public static string Names(object? names, int width)
    {
        string[] all = names is IEnumerable list and not string ? [.. list.Cast<object>().Select(LongText)] : [];
        if (all.Length == 0)
        {
            return None;
        }

        for (int shown = all.Length; shown > 0; shown--)
        {
            string text = string.Join(", ", all.Take(shown)) + (shown < all.Length ? $" +{all.Length - shown}" : "");
            if (text.Length <= width)
            {
                return text;
            }
        }

        return $"{all.Length} services";
    }

    /// <summary>What a check found, with what is to be done about it where anything is.</summary>
    public static string FoundAndAction(object? found, object? action) =>
        action?.ToString() is { Length: > 0 } text ? $"{LongText(found)}. {LongText(text)}" : LongText(found);

    /// <summary>Why a service does not work, or where it is.</summary>
    /// <param name="service">The service.</param>
    /// <param name="host">Whose screen it is.</param>
    /// <param name="others">Characters that the columns before it take.</param>
    public static string WhereOrWhy(PSObject service, PSHost? host, int others) =>
        ValueOf(service, "Detail")?.ToString() is { Length: > 0 } why
            ? Wrap(LongText(why), RoomBeside(others, host))
            : Middle(ValueOf(service, "Uri"), host, others);

    /// <summary>Why a stream failed, else what became of events that did not arrive, and what the stream sends.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="host">Whose screen it is.</param>
    /// <param name="others">Characters that the columns before it take.</param>
    public static string SourceOrWhy(PSObject stream, PSHost? host, int others)
    {
        List<string> parts = [];
        foreach ((string property, string name) in new[] { ("Failed", "failed"), ("Unknown", "unknown"), ("Dropped", "dropped"), ("TooLarge", "too large") })
        {
            if (LanguagePrimitives.TryConvertTo(ValueOf(stream, property), out long count) && count > 0)
            {
                parts.Add(string.Create(CultureInfo.CurrentCulture, $"{count:N0} {name}"));
            }
        }

        int width = RoomBeside(others, host);
        string counts = parts.Count == 0 ? "" : $"{string.Join(", ", parts)}: ";
        if (ValueOf(stream, "Reason")?.ToString() is { Length: > 0 } why)
        {
            return Wrap(counts + LongText(why), width);
        }

        return width - counts.Length >= MinWidth
            ? counts + Middle(ValueOf(stream, "Source"), width - counts.Length)
            : Wrap(counts.TrimEnd(' ', ':'), width);
    }

    /// <summary>A rate that was asked for, in events per second.</summary>
    public static string TargetRate(double rate) => rate == 0 ? Unpaced : rate.ToString("#,0.###", CultureInfo.CurrentCulture);

    private static string OfTodayOrDay(DateTime? moment, string ofToday) => moment is { } time
        ? time.ToString(time.Date == TimeProvider.System.GetLocalNow().Date ? ofToday : "yyyy-MM-dd", CultureInfo.InvariantCulture)
        : None;

    // PowerShell breaks a long cell within words.
    private static string Wrap(string text, int width)
    {
        StringBuilder lines = new();
        int used = 0;
        foreach (string word in text.Split(' '))
        {
            if (used > 0 && used + 1 + word.Length > width)
            {
                lines.Append('\n');
                used = 0;
            }

            lines.Append(used > 0 ? " " : "").Append(word);
            used += word.Length + (used > 0 ? 1 : 0);
        }

        return lines.ToString();
    }

    // PowerShell leaves the last column of a screen free.
    private static int RoomBeside(int others, PSHost? host) => Math.Max(MinWidth, ScreenWidthOf(host) - 1 - others);

    private static object? ValueOf(PSObject source, string property) => source.Properties[property]?.Value;

    private static int ScreenWidthOf(PSHost? host)
    {
        try
        {
            return host?.UI?.RawUI?.BufferSize.Width is > 0 and int width ? width : DefaultScreenWidth;
        }
#pragma warning disable CA1031 // hosts without a screen say so with exceptions of every kind
        catch (Exception)
#pragma warning restore CA1031
        {
            return DefaultScreenWidth;
        }
    }
}
