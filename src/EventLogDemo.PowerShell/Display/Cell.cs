using System.Globalization;
using System.Text;

namespace EventLogDemo.PowerShell.Display;

/// <summary>What the views of the module show. Views call these: types of other assemblies are not visible to them by name.</summary>
public static class Cell
{
    /// <summary>Shown where there is nothing to show.</summary>
    public const string None = "-";

    /// <summary>A moment in local time, to the millisecond.</summary>
    public static string Time(DateTimeOffset? moment) =>
        moment?.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture) ?? None;

    /// <summary>A text, or <see cref="None"/>.</summary>
    public static string OrNone(object? value) => value?.ToString() is { Length: > 0 } text ? text : None;
}
