namespace EventLogDemo.Help;

/// <summary>What a page in <c>docs/en-US</c> says about a cmdlet. Texts are paragraphs of plain text, as a console shows them.</summary>
internal sealed record HelpPage
{
    /// <summary>Path of the file.</summary>
    public required string File { get; init; }

    /// <summary>Name of the cmdlet.</summary>
    public required string Name { get; init; }

    /// <summary>One sentence.</summary>
    public required IReadOnlyList<string> Synopsis { get; init; }

    /// <summary>The lines of the page's syntax, one for each parameter set.</summary>
    public required IReadOnlyList<string> Syntax { get; init; }

    public required IReadOnlyList<string> Description { get; init; }

    public required IReadOnlyList<HelpExample> Examples { get; init; }

    public required IReadOnlyList<HelpEntry> Parameters { get; init; }

    /// <summary>What can be piped in.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>What is emitted.</summary>
    public required IReadOnlyList<string> Outputs { get; init; }

    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>The errors that the cmdlet writes, by id.</summary>
    public required IReadOnlyList<HelpEntry> Errors { get; init; }

    /// <summary>Names of other help topics.</summary>
    public required IReadOnlyList<string> RelatedTopics { get; init; }
}

/// <summary>A name with a text: a parameter, or an error.</summary>
/// <param name="Name">The name; of a parameter, without its dash.</param>
/// <param name="Text">What the page says about it.</param>
/// <param name="Line">Line of the page, counted from 1.</param>
internal sealed record HelpEntry(string Name, IReadOnlyList<string> Text, int Line);

/// <summary>An example: a script, and around it what it does and what it shows.</summary>
/// <param name="Title">The title.</param>
/// <param name="Introduction">Text before the script.</param>
/// <param name="Code">The script.</param>
/// <param name="Needs">What it needs to run besides this machine (<c>Docker</c>), or null.</param>
/// <param name="Remarks">Output and text after the script.</param>
/// <param name="Line">Line of the page, counted from 1.</param>
internal sealed record HelpExample(
    string Title, IReadOnlyList<string> Introduction, string Code, string? Needs, IReadOnlyList<string> Remarks, int Line);
