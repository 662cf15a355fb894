using System.Globalization;
using System.Management.Automation.Host;

namespace EventLogDemo.Shell.Hosting;

/// <summary>The host that PowerShell sees.</summary>
internal sealed class ShellHost(ShellInterface screen) : PSHost
{
    /// <summary>The exit code of an <c>exit</c> statement; null if none has run.</summary>
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
    public override void EnterNestedPrompt() => throw PromptError.For("A nested prompt");

    /// <inheritdoc />
    public override void ExitNestedPrompt() => throw PromptError.For("A nested prompt");

    /// <inheritdoc />
    public override void NotifyBeginApplication()
    {
        // A native command writes to the same terminal; there is nothing to save.
    }

    /// <inheritdoc />
    public override void NotifyEndApplication()
    {
        // See NotifyBeginApplication.
    }
}
