using System.Globalization;
using System.Management.Automation.Host;

namespace EventLogDemo.Shell.Hosting;

/// <summary>The host that PowerShell sees.</summary>
internal sealed class ShellHost(ShellInterface screen) : PSHost
{
    /// <summary>What <c>exit</c> asked for; null while nothing has.</summary>
    public int? ExitCode { get; private set; }

    /// <inheritdoc />
    public override string Name => "EventLogDemo.Shell";

    /// <inheritdoc />
    public override Version Version { get; } = typeof(ShellHost).Assembly.GetName().Version!;

    /// <inheritdoc />
    public override Guid InstanceId { get; } = Guid.NewGuid();

    /// <inheritdoc />
    public override CultureInfo CurrentCulture => CultureInfo.CurrentCulture;

    /// <inheritdoc />
    public override CultureInfo CurrentUICulture => CultureInfo.CurrentUICulture;

    /// <inheritdoc />
    public override PSHostUserInterface UI => screen;

    /// <inheritdoc />
    public override void SetShouldExit(int exitCode) => ExitCode = exitCode;

    /// <inheritdoc />
    public override void EnterNestedPrompt() => throw NeverAsks.For("A nested prompt");

    /// <inheritdoc />
    public override void ExitNestedPrompt() => throw NeverAsks.For("A nested prompt");

    /// <inheritdoc />
    public override void NotifyBeginApplication()
    {
        // A native command writes to the same terminal; nothing of it has to be saved.
    }

    /// <inheritdoc />
    public override void NotifyEndApplication()
    {
        // See NotifyBeginApplication.
    }
}
