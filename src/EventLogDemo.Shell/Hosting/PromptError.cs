using System.Management.Automation;
using System.Management.Automation.Host;

namespace EventLogDemo.Shell.Hosting;

/// <summary>The error of anything that prompts: this shell never reads its input, so a prompt would hang.</summary>
internal static class PromptError
{
    /// <summary>The error for one prompt.</summary>
    public static HostException For(string what) => new(
        $"Cannot prompt for {what}: this shell never reads its input. Pass the value as a parameter; confirm with -Force or -Confirm:$false.",
        innerException: null,
        "ShellNeverAsks",
        ErrorCategory.ResourceUnavailable);
}
