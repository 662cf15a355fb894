namespace EventLogDemo.Engine.Errors;

/// <summary>What a service or a program wrote, as part of a message: one line of it, safe for a screen.</summary>
internal static class ServiceLogText
{
    /// <summary>Most characters of a line in a message.</summary>
    public const int MaxLineLength = 300;

    // With what goes before it, a message has two lines of 100 columns.
    private const int MaxQuoteLength = 110;

    /// <summary>The end of a sentence, with the first line that a program wrote, where there is one.</summary>
    public static string QuoteFirst(IReadOnlyList<string> lines) => lines.Count == 0 ? "." : $": {Cut(lines[0])}";

    /// <summary>The end of a sentence, with the last line that a program wrote, where there is one.</summary>
    public static string QuoteLast(IReadOnlyList<string> lines) => lines.Count == 0 ? "." : $": {Cut(lines[^1])}";

    /// <summary>The end of a sentence, and the last line of a service's log, where there is one.</summary>
    public static string QuoteLog(IReadOnlyList<string> lines) => lines.Count == 0 ? "." : $". Last log line: {Cut(lines[^1])}";

    private static string Cut(string line) => PrintableText.Escape(line.Trim(), MaxQuoteLength);
}
