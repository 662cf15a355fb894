using System.Globalization;
using System.Management.Automation.Language;
using System.Text.RegularExpressions;

namespace EventLogDemo.Shell;

/// <summary>The PowerShell text that calls a script file with the words of a command line, parsed as <c>pwsh -File</c> parses them.</summary>
internal static partial class ScriptCall
{
    // 'exit' in a file ends only that file and sets its exit code; a call that never started has set none.
    private const string PassExitCodeOn = "; if (-not $?) { exit ($LASTEXITCODE ?? 1) }";

    /// <summary>The text of a call. <c>-Name value</c>, <c>-Name:value</c> and <c>-Switch</c> name a parameter, any other word is a string.</summary>
    public static string ToText(string path, IEnumerable<string> words) =>
        $"& {string.Join(' ', [Quoted(path), .. words.Select(Argument)])}{PassExitCodeOn}";

    private static string Argument(string word)
    {
        Match match = NamePattern().Match(word);
        return match.Success && !IsNumber(word)
            ? match.Groups["name"].Value + Value(match.Groups["value"].Value)
            : Quoted(word);
    }

    private static string Value(string text) => text.ToUpperInvariant() is "" or "$TRUE" or "$FALSE" ? text : Quoted(text);

    // -Infinity is a number.
    private static bool IsNumber(string word) => double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private static string Quoted(string text) => $"'{CodeGeneration.EscapeSingleQuotedStringContent(text)}'";

    [GeneratedRegex(@"\A(?<name>-[\p{L}_]\w*(:(?=.))?)(?<value>(?<=:).+)?\z", RegexOptions.Singleline)]
    private static partial Regex NamePattern();
}
