using EventLogDemo.Engine.Errors;
using EventLogDemo.PowerShell.Conversion;

namespace EventLogDemo.PowerShell.Services;

/// <summary>The <c>-Timeout</c> of cmdlets that wait for a service.</summary>
internal static class ServiceTimeout
{
    /// <summary>How long one operation on one service may take.</summary>
    /// <value>Defaults to 1 minute.</value>
    public static readonly TimeSpan Default = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Min = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Max = TimeSpan.FromDays(1);

    /// <summary>The length of a <c>-Timeout</c>.</summary>
    /// <exception cref="OptionRangeException">It is outside 1 ms to 1 day.</exception>
    public static TimeSpan Checked(Duration timeout)
    {
        OptionRangeException.ThrowIfOutside("Timeout", timeout.Value, Min, Max);
        return timeout.Value;
    }
}
