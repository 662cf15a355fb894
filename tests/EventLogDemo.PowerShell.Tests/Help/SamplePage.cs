using EventLogDemo.Help;

namespace EventLogDemo.PowerShell.Tests.Help;

/// <summary>A page that is good, and what becomes of it when a part is written otherwise.</summary>
internal static class SamplePage
{
    public const string Text = """
        # Stop-Pipeline

        ## SYNOPSIS

        Stops `pipelines`.

        ## SYNTAX

        ### ByName

        ```powershell
        Stop-Pipeline [[-Name] <string[]>]
        ```

        ### ByObject

        ```powershell
        Stop-Pipeline -InputObject <Pipeline[]>
        ```

        ## DESCRIPTION

        Streams end first,
        then *services*.

        - **Embedded**: on files.
        - **Docker**: in [containers](https://example.org).

        ## EXAMPLES

        ### Example 1: Stop one

        A pipeline runs.

        ```powershell
        Stop-Pipeline one

        Get-Pipeline
        ```

        ```text
        Name   State
        ----   -----
        ```

        Nothing is left.

        ### Example 2: Remove images

        ```powershell Docker
        Stop-Pipeline -RemoveImage
        ```

        ## PARAMETERS

        ### -Name

        The names.

        ### -RemoveData

        Deletes the data.

        ## INPUTS

        Pipelines.

        ## OUTPUTS

        Nothing.

        ## NOTES

        Data may stay.

        ### Errors

        - `NoPipeline`: Start one with
          `Start-Pipeline`.

        ## RELATED LINKS

        - [Start-Pipeline](Start-Pipeline.md)
        - about_EventLogDemo

        """;

    public const string File = "/docs/Stop-Pipeline.md";

    public static HelpPage Read() => PageReader.Read(File, Text);

    public static string With(string part, string instead) =>
        Text.Contains(part, StringComparison.Ordinal)
            ? Text.Replace(part, instead, StringComparison.Ordinal)
            : throw new ArgumentException($"The page has no '{part}'.", nameof(part));

    /// <summary>The number of the last line that begins with a text, counted from 1.</summary>
    public static int LineOf(string beginning, string page) =>
        page.Split('\n').Index().Last(line => line.Item.StartsWith(beginning, StringComparison.Ordinal)).Index + 1;
}
