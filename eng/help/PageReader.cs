using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace EventLogDemo.Help;

/// <summary>Reads a page. Its sections are those of PlatyPS's schema, without what the cmdlet itself tells about a parameter.</summary>
internal sealed class PageReader
{
    private static readonly string[] SectionTitles =
        ["SYNOPSIS", "SYNTAX", "DESCRIPTION", "EXAMPLES", "PARAMETERS", "INPUTS", "OUTPUTS", "NOTES", "RELATED LINKS"];

    // Marks within a line know their line only so.
    private static readonly MarkdownPipeline Parsing = new MarkdownPipelineBuilder().UsePreciseSourceLocation().Build();

    private readonly string _file;
    private readonly string _name;
    private readonly Dictionary<string, Section> _sections;

    private PageReader(string file, string markdown)
    {
        _file = file;
        MarkdownDocument document = Markdown.Parse(markdown, Parsing);
        if (document.Descendants().FirstOrDefault(part => !ConsoleText.CanShow(part)) is { } stray)
        {
            throw Error(stray.Line + 1, $"A help page cannot have a {stray.GetType().Name}.");
        }

        Section page = Divide(new Section("", 1, [.. document]), level: 1) is [Section only]
            ? only
            : throw Error(1, "A page has one heading of level 1, the name of the cmdlet, and begins with it.");
        _name = page.Title;
        if (_name != Path.GetFileNameWithoutExtension(file))
        {
            throw Error(page.Line, $"The page is about '{_name}', which is not the name of its file.");
        }

        List<Section> sections = Divide(page, level: 2);
        string found = string.Join(", ", sections.Select(section => section.Title));
        if (!sections.Select(section => section.Title).SequenceEqual(SectionTitles))
        {
            throw Error(page.Line, $"A page has the sections {string.Join(", ", SectionTitles)}, in this order. This one has: {found}.");
        }

        _sections = sections.ToDictionary(section => section.Title);
    }

    /// <summary>Reads a page.</summary>
    /// <exception cref="HelpPageException">It is not a help page.</exception>
    public static HelpPage Read(string file, string markdown) => new PageReader(file, markdown).Read();

    private HelpPage Read()
    {
        (IReadOnlyList<string> notes, IReadOnlyList<HelpEntry> errors) = ReadNotes(_sections["NOTES"]);
        return new HelpPage
        {
            File = _file,
            Name = _name,
            Synopsis = TextOf(_sections["SYNOPSIS"]),
            Syntax = [.. _sections["SYNTAX"].Blocks.OfType<FencedCodeBlock>().SelectMany(ConsoleText.LinesOf).Where(line => line.Length > 0)],
            Description = TextOf(_sections["DESCRIPTION"]),
            Examples = [.. Divide(_sections["EXAMPLES"], level: 3).Select(ReadExample)],
            Parameters = [.. Divide(_sections["PARAMETERS"], level: 3).Select(ReadParameter)],
            Inputs = TextOf(_sections["INPUTS"]),
            Outputs = TextOf(_sections["OUTPUTS"]),
            Notes = notes,
            Errors = errors,
            RelatedTopics = ReadRelatedTopics(_sections["RELATED LINKS"]),
        };
    }

    private HelpExample ReadExample(Section section)
    {
        if (section.Blocks.OfType<FencedCodeBlock>().Where(block => block.Info == "powershell").ToList() is not [FencedCodeBlock script])
        {
            throw Error(section.Line, $"The example '{section.Title}' must have one block of powershell.");
        }

        int at = section.Blocks.IndexOf(script);
        return new HelpExample(
            section.Title,
            [.. section.Blocks[..at].SelectMany(ConsoleText.Of)],
            string.Join('\n', ConsoleText.LinesOf(script)),
            string.IsNullOrWhiteSpace(script.Arguments) ? null : script.Arguments.Trim(),
            [.. section.Blocks[(at + 1)..].SelectMany(ConsoleText.Of)],
            section.Line);
    }

    private HelpEntry ReadParameter(Section section) => section.Title.StartsWith('-')
        ? new HelpEntry(section.Title[1..], TextOf(section), section.Line)
        : throw Error(section.Line, $"'{section.Title}' is not a parameter: the heading is its name with a dash.");

    private (IReadOnlyList<string> Notes, IReadOnlyList<HelpEntry> Errors) ReadNotes(Section section)
    {
        if (Divide(section, level: 3, out List<Block> before) is not [{ Title: "Errors" } errors])
        {
            throw Error(section.Line, "NOTES has one heading of level 3, 'Errors', with a list of the errors by id.");
        }

        return ([.. before.SelectMany(ConsoleText.Of)], [.. ItemsOf(errors).Select(ReadError)]);
    }

    // An item is: `Id`: what it means and what to do.
    private HelpEntry ReadError(ListItemBlock item)
    {
        string text = string.Join(' ', item.SelectMany(ConsoleText.Of));
        return (item[0] as ParagraphBlock)?.Inline?.FirstChild is CodeInline id && text.StartsWith(id.Content + ": ", StringComparison.Ordinal)
            ? new HelpEntry(id.Content, [text[(id.Content.Length + 2)..]], item.Line + 1)
            : throw Error(item.Line + 1, "An error in NOTES is written as: - `Id`: what it means and what to do.");
    }

    private List<string> ReadRelatedTopics(Section section) => [.. ItemsOf(section).Select(item =>
        // The first address in here would be what Get-Help -Online opens.
        item.Descendants<LinkInline>().FirstOrDefault() is { Url: { } url } && Uri.TryCreate(url, UriKind.Absolute, out _)
            ? throw Error(item.Line + 1, "RELATED LINKS names other help topics; an address belongs into the text.")
            : string.Join(' ', item.SelectMany(ConsoleText.Of)))];

    private IEnumerable<ListItemBlock> ItemsOf(Section section) => section.Blocks is [ListBlock list]
        ? list.OfType<ListItemBlock>()
        : throw Error(section.Line, $"'{section.Title}' must be a list.");

    private List<string> TextOf(Section section)
    {
        List<string> text = [.. section.Blocks.SelectMany(ConsoleText.Of)];
        return text.Count > 0 ? text : throw Error(section.Line, $"'{section.Title}' has no text.");
    }

    private List<Section> Divide(Section section, int level)
    {
        List<Section> parts = Divide(section, level, out List<Block> before);
        return before is [] ? parts : throw Error(before[0].Line + 1, "There is text before the first heading of this part of the page.");
    }

    private static List<Section> Divide(Section section, int level, out List<Block> before)
    {
        before = [];
        List<Section> parts = [];
        foreach (Block block in section.Blocks)
        {
            if (block is HeadingBlock heading && heading.Level == level)
            {
                parts.Add(new Section(ConsoleText.Of(heading.Inline), heading.Line + 1, []));
            }
            else
            {
                (parts is [.., Section last] ? last.Blocks : before).Add(block);
            }
        }

        return parts;
    }

    private HelpPageException Error(int line, string reason) => new(_file, line, reason);

    private sealed record Section(string Title, int Line, List<Block> Blocks);
}
