namespace EventLogDemo.Engine.Errors;

/// <summary>Output of a service or a program as part of a message: one line of it, safe for a terminal.</summary>
internal static class ServiceLogText
{
    /// <summary>Maximum length of a quoted line in characters.</summary>
    public const int MaxLineLength = 300;

    // Together with the text before it, a message fits two lines of 100 columns.
    private const int MaxQuoteLength = 110;

    /// <summary>Ends a sentence with the first line that a program wrote, if any.</summary>
    public static string QuoteFirst(IReadOnlyList<string> lines) => lines.Count == 0 ? "." : $": {Cut(lines[0])}";

    /// <summary>Ends a sentence with the last line that a program wrote, if any.</summary>
    public static string QuoteLast(IReadOnlyList<string> lines) => lines.Count == 0 ? "." : $": {Cut(lines[^1])}";

    /// <summary>Ends a sentence and quotes the last line of a service's log, if any.</summary>
    public static string QuoteLog(IReadOnlyList<string> lines) => lines.Count == 0 ? "." : $". Last log line: {Cut(lines[^1])}";

    private static string Cut(string line) => PrintableText.Escape(line.Trim(), MaxQuoteLength);
}
