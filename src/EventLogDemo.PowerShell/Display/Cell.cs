using System.Globalization;
using EventLogDemo.Engine.Events;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.PowerShell.Display;

/// <summary>What the views of the module show. Views call these: types of other assemblies are not visible to them by name.</summary>
public static class Cell
{
    /// <summary>Shown where there is nothing to show.</summary>
    public const string None = "-";

    private const string Unpaced = "max";
    private const int LongestText = 200;

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

    /// <summary>Why a service does not work, or where it is.</summary>
    public static string WhereOrWhy(Uri where, string? why) => Text(why ?? where.ToString());

    /// <summary>A rate that was asked for, in events per second.</summary>
    public static string TargetRate(double rate) => rate == 0 ? Unpaced : rate.ToString("#,0.###", CultureInfo.CurrentCulture);

    /// <summary>The running or the last state of something that ends.</summary>
    public static string Running(bool isClosed) => isClosed ? "Stopped" : "Running";

    /// <summary>The services that do not answer.</summary>
    public static string Down(IReadOnlyList<ServiceStatus> services) =>
        Text(string.Join(", ", services.Where(service => service.State != ServiceState.Ready).Select(service => service.Name)));

    private static string Local(DateTimeOffset? moment, string format) =>
        moment?.ToLocalTime().ToString(format, CultureInfo.InvariantCulture) ?? None;
}
