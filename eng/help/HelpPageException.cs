namespace EventLogDemo.Help;

/// <summary>A page that no help can be made of.</summary>
/// <param name="file">Path of the page.</param>
/// <param name="line">Line, counted from 1.</param>
/// <param name="reason">What is wrong there.</param>
internal sealed class HelpPageException(string file, int line, string reason) : Exception(reason)
{
    /// <summary>The error as MSBuild reads it, so that the build fails with file and line.</summary>
    public string ToBuildError() => $"{file}({line}): error ELD0004: {Message}";
}
