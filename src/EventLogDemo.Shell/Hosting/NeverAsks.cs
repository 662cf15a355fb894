using System.Management.Automation;
using System.Management.Automation.Host;

namespace EventLogDemo.Shell.Hosting;

/// <summary>The error of whatever asks a person: this shell never reads its input, so asking would hang.</summary>
internal static class NeverAsks
{
    /// <summary>The error for one thing that was asked for.</summary>
    public static HostException For(string what) => new(
        $"{what} was asked for, and this shell never reads its input. Give the value as a parameter; confirm with -Force or -Confirm:$false.",
        innerException: null,
        "ShellNeverAsks",
        ErrorCategory.ResourceUnavailable);
}
