using System.Globalization;
using System.Runtime.CompilerServices;
using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Streams;

namespace EventLogDemo.PowerShell.Display;

/// <summary>What the views of the module show. Views call these: types of other assemblies are not visible to them by name.</summary>
public static class Cell
{
    /// <summary>Shown where there is nothing to show.</summary>
    public const string None = "-";

    private const string Unpaced = "max";
    private const int LongestText = 200;

    // Drawing a row takes a few milliseconds; nobody reads two rows of one stream within this time.
    private static readonly TimeSpan LongestRow = TimeSpan.FromMilliseconds(50);

    private static readonly (double Unit, string Name)[] Units = [(1e3, "k"), (1e6, "M"), (1e9, "G"), (1e12, "T")];
    private static readonly ConditionalWeakTable<LogStream, Snapshot> Snapshots = [];

    /// <summary>A moment in local time, to the second.</summary>
    public static string Time(DateTimeOffset? moment) => Local(moment, "yyyy-MM-dd HH:mm:ss");

    /// <summary>A moment in local time, to the millisecond.</summary>
    public static string PreciseTime(DateTimeOffset? moment) => Local(moment, "yyyy-MM-dd HH:mm:ss.fff");

    /// <summary>A moment of today in local time, to the millisecond.</summary>
    public static string Clock(DateTimeOffset? moment) => Local(moment, "HH:mm:ss.fff");

    /// <summary>Text of unknown origin, safe for a screen.</summary>
    public static string Text(object? value) => value?.ToString() is { Length: > 0 } text ? PrintableText.Escape(text, LongestText) : None;

    /// <summary>Text of unknown origin in full, safe for a screen.</summary>
    public static string LongText(object? value) => value?.ToString() is { Length: > 0 } text ? PrintableText.Escape(text) : None;

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

    /// <summary>What a check found, with what is to be done about it where anything is.</summary>
    public static string FoundAndAction(string found, string? action) =>
        string.IsNullOrEmpty(action) ? LongText(found) : $"{LongText(found)}. {LongText(action)}";

    /// <summary>Why a service does not work, or where it is.</summary>
    /// <param name="where">Where it is.</param>
    /// <param name="why">The reason; PowerShell makes an empty text of none.</param>
    public static string WhereOrWhy(Uri where, string? why) => Text(string.IsNullOrEmpty(why) ? where.ToString() : why);

    /// <summary>Why a stream failed, or what it sends and how much of that was too large.</summary>
    public static string SourceOrWhy(LogStream stream) => Text(
        stream.Failure is { } failure ? failure.Message
        : CountsOf(stream).TooLarge is > 0 and long count ? string.Create(CultureInfo.CurrentCulture, $"{count:N0} too large: {stream.Source}")
        : stream.Source);

    /// <summary>The counts of a stream as they were at one moment, the same for all columns of a row.</summary>
    public static StreamCounts CountsOf(LogStream stream)
    {
        Snapshot snapshot = Snapshots.GetOrCreateValue(stream);
        lock (snapshot)
        {
            if (snapshot.TakenAt == 0 || TimeProvider.System.GetElapsedTime(snapshot.TakenAt) > LongestRow)
            {
                snapshot.Counts = stream.Counts;
                snapshot.TakenAt = TimeProvider.System.GetTimestamp();
            }

            return snapshot.Counts;
        }
    }

    /// <summary>A rate that was asked for, in events per second.</summary>
    public static string TargetRate(double rate) => rate == 0 ? Unpaced : rate.ToString("#,0.###", CultureInfo.CurrentCulture);

    /// <summary>The running or the last state of something that ends.</summary>
    public static string Running(bool isClosed) => isClosed ? "Stopped" : "Running";

    /// <summary>The services that do not answer.</summary>
    public static string Down(IReadOnlyList<ServiceStatus> services) =>
        Text(string.Join(", ", services.Where(service => service.State != ServiceState.Ready).Select(service => service.Name)));

    private sealed class Snapshot
    {
        public long TakenAt { get; set; }

        public StreamCounts Counts { get; set; }
    }

    private static string Local(DateTimeOffset? moment, string format) =>
        moment?.ToLocalTime().ToString(format, CultureInfo.InvariantCulture) ?? None;
}
