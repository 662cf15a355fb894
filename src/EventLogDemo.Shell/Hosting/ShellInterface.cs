using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace EventLogDemo.Shell.Hosting;

/// <summary>The output of a script: results go to standard output, everything else to standard error. It never prompts.</summary>
internal sealed class ShellInterface : PSHostUserInterface
{
    private readonly OutputStream _output;
    private readonly OutputStream _error;
    private readonly ProgressLine _progress;
    private OutputStream _results;

    /// <summary>Creates an interface on two streams.</summary>
    public ShellInterface(OutputStream output, OutputStream error, TimeProvider time)
    {
        _output = output;
        _error = error;
        _results = output;
        _progress = new ProgressLine(error, time, () => ShellRawInterface.Width);
    }

    /// <inheritdoc />
    public override PSHostRawUserInterface RawUI { get; } = new ShellRawInterface();

    /// <inheritdoc />
    public override bool SupportsVirtualTerminal => _output.HasColour;

    /// <summary>Removes the progress line from the screen.</summary>
    public void EndProgress() => _progress.Erase();

    /// <summary>Sends results to standard error until disposed: PowerShell formats an error like any other result.</summary>
    public IDisposable SendResultsToError()
    {
        _results = _error;
        return new ResultsRedirection(this);
    }

    /// <inheritdoc />
    public override void Write(string value)
    {
        _progress.Erase();
        _results.Write(value);
    }

    /// <inheritdoc />
    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value)
    {
        _progress.Erase();
        _results.Write(value, foregroundColor);
    }

    /// <inheritdoc />
    public override void WriteLine(string value)
    {
        _progress.Erase();
        _results.WriteLine(value);
    }

    /// <inheritdoc />
    public override void WriteErrorLine(string value) => WriteStatus(value, ConsoleColor.Red);

    /// <inheritdoc />
    public override void WriteWarningLine(string message) => WriteStatus($"WARNING: {message}", ConsoleColor.Yellow);

    /// <inheritdoc />
    public override void WriteVerboseLine(string message) => WriteStatus($"VERBOSE: {message}", ConsoleColor.Yellow);

    /// <inheritdoc />
    public override void WriteDebugLine(string message) => WriteStatus($"DEBUG: {message}", ConsoleColor.Yellow);

    /// <inheritdoc />
    public override void WriteProgress(long sourceId, ProgressRecord record) => _progress.Show(record);

    /// <inheritdoc />
    public override string ReadLine() => throw PromptError.For("a line");

    /// <inheritdoc />
    public override SecureString ReadLineAsSecureString() => throw PromptError.For("a secret");

    /// <inheritdoc />
    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions) =>
        throw PromptError.For(string.Join(", ", descriptions.Select(field => field.Name)));

    /// <inheritdoc />
    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice) =>
        throw PromptError.For($"\"{message}\"");

    /// <inheritdoc />
    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) =>
        throw PromptError.For("a credential");

    /// <inheritdoc />
    public override PSCredential PromptForCredential(
        string caption, string message, string userName, string targetName, PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options) =>
        throw PromptError.For("a credential");

    private void WriteStatus(string text, ConsoleColor colour)
    {
        _progress.Erase();
        _error.Write(text, colour);
        _error.Writer.WriteLine();
    }

    private sealed class ResultsRedirection(ShellInterface screen) : IDisposable
    {
        public void Dispose() => screen._results = screen._output;
    }
}
