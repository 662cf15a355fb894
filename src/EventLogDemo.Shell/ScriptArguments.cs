using System.Globalization;
using System.Management.Automation.Runspaces;

namespace EventLogDemo.Shell;

/// <summary>Turns words of a command line into arguments of a script, as <c>pwsh -File</c> does.</summary>
internal static class ScriptArguments
{
    /// <summary>
    /// Adds the words to the command. <c>-Name value</c>, <c>-Name:value</c> and <c>-Switch</c> name a parameter, any other word
    /// is positional. The binder decides whether a name takes the word after it, for only it knows which parameters are switches.
    /// </summary>
    public static void AddTo(Command command, IEnumerable<string> words)
    {
        foreach (string word in words)
        {
            command.Parameters.Add(IsName(word) ? Named(word) : new CommandParameter(null, word));
        }
    }

    private static bool IsName(string word) => word is ['-', var first, ..] && (char.IsLetter(first) || first == '_') && !IsNumber(word);

    // -Infinity is one.
    private static bool IsNumber(string word) => double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private static CommandParameter Named(string word)
    {
        // The dash stays: it tells PowerShell that this is a name as typed, whose value may follow.
        int colon = word.IndexOf(':', StringComparison.Ordinal);
        return colon < 0
            ? new CommandParameter(word)
            : new CommandParameter(word[..(colon + 1)], Value(word[(colon + 1)..]));
    }

    private static object Value(string text) => text.ToUpperInvariant() switch
    {
        "$TRUE" => true,
        "$FALSE" => false,
        _ => text,
    };
}
