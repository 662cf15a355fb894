namespace EventLogDemo.Engine.Errors;

/// <summary>Lines that a service or a program wrote as part of a message: the last few, safe for a screen.</summary>
internal static class ServiceLogText
{
    /// <summary>Most characters of one line in a message.</summary>
    public const int MaxLineLength = 300;

    private const int MaxLines = 5;

    /// <summary>The end of the sentence before the lines: with an introduction, where there are any.</summary>
    public static string Introduce(string introduction, IReadOnlyList<string> lines) => lines.Count == 0 ? "." : $". {introduction}:";

    /// <summary>The last lines.</summary>
    public static IReadOnlyList<string> Last(IReadOnlyList<string> lines, int count = MaxLines) =>
        [.. lines.TakeLast(count).Select(line => PrintableText.Escape(line.Trim(), MaxLineLength))];
}
