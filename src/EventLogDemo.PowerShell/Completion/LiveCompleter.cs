using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace EventLogDemo.PowerShell.Completion;

/// <summary>Completes a value from what is there now. Never throws, keeps the quotes that were typed, gives a tooltip.</summary>
internal abstract class LiveCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        try
        {
            return [.. Complete(wordToComplete ?? "", fakeBoundParameters)];
        }
#pragma warning disable CA1031 // an exception while a line is being typed helps nobody
        catch (Exception)
#pragma warning restore CA1031
        {
            return [];
        }
    }

    /// <summary>What there is to choose from.</summary>
    /// <param name="prefix">What was typed of it. Candidates that do not begin with it are left out afterwards.</param>
    /// <param name="bound">What the line has for other parameters.</param>
    private protected abstract IEnumerable<Candidate> Candidates(string prefix, IDictionary bound);

    private IEnumerable<CompletionResult> Complete(string word, IDictionary bound)
    {
        string quote = word.Length > 0 && word[0] is '\'' or '"' ? word[..1] : "";
        string prefix = word.Trim('\'', '"');
        return Candidates(prefix, bound)
            .Where(candidate => candidate.Value.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            .Select(candidate => new CompletionResult(
                quote + candidate.Value + quote, candidate.Value, CompletionResultType.ParameterValue, candidate.ToolTip));
    }

    /// <summary>A value and what it stands for. Values need no quotes: names here have neither spaces nor special characters.</summary>
    private protected readonly record struct Candidate(string Value, string ToolTip);
}
