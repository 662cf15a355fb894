using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace EventLogDemo.Shell.Hosting;

/// <summary>What a script writes: results to standard output, everything about the work to standard error. It asks nothing.</summary>
internal sealed class ShellInterface : PSHostUserInterface
{
    private readonly OutputStream _output;
    private readonly OutputStream _error;
    private readonly ProgressLine _progress;
    private OutputStream _results;

    /// <summary>An interface on two streams.</summary>
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

    /// <summary>Takes the progress line off the screen, for good.</summary>
    public void EndProgress() => _progress.Erase();

    /// <summary>Sends results to standard error until disposed: PowerShell formats an error that it is handed as any other result.</summary>
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
    public override void WriteErrorLine(string value) => Tell(value, ConsoleColor.Red);

    /// <inheritdoc />
    public override void WriteWarningLine(string message) => Tell($"WARNING: {message}", ConsoleColor.Yellow);

    /// <inheritdoc />
    public override void WriteVerboseLine(string message) => Tell($"VERBOSE: {message}", ConsoleColor.Yellow);

    /// <inheritdoc />
    public override void WriteDebugLine(string message) => Tell($"DEBUG: {message}", ConsoleColor.Yellow);

    /// <inheritdoc />
    public override void WriteProgress(long sourceId, ProgressRecord record) => _progress.Show(record);

    /// <inheritdoc />
    public override string ReadLine() => throw NeverAsks.For("A line");

    /// <inheritdoc />
    public override SecureString ReadLineAsSecureString() => throw NeverAsks.For("A secret");

    /// <inheritdoc />
    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions) =>
        throw NeverAsks.For(string.Join(", ", descriptions.Select(field => field.Name)));

    /// <inheritdoc />
    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice) =>
        throw NeverAsks.For($"\"{message}\"");

    /// <inheritdoc />
    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) =>
        throw NeverAsks.For("A credential");

    /// <inheritdoc />
    public override PSCredential PromptForCredential(
        string caption, string message, string userName, string targetName, PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options) =>
        throw NeverAsks.For("A credential");

    private void Tell(string text, ConsoleColor colour)
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
