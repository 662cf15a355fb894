using System.Diagnostics;
using System.Text;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace EventLogDemo.Help;

/// <summary>Markdown as paragraphs of plain text. Get-Help wraps a paragraph, and keeps the line breaks in it.</summary>
internal static class ConsoleText
{
    /// <summary>Whether a part of a page can be shown.</summary>
    public static bool CanShow(MarkdownObject part) => part is
        HeadingBlock or ParagraphBlock or CodeBlock or ListBlock or ListItemBlock
        or LiteralInline or CodeInline or LineBreakInline or AutolinkInline or HtmlEntityInline or ContainerInline;

    /// <summary>The paragraphs of a block: an item of a list is one, and so is a block of code.</summary>
    public static IEnumerable<string> Of(Block block) => block switch
    {
        HeadingBlock heading => [Of(heading.Inline)],
        ParagraphBlock paragraph => [Of(paragraph.Inline)],
        CodeBlock code => [string.Join('\n', LinesOf(code))],
        ListBlock list => list.Select(item => $"- {string.Join(' ', ((ListItemBlock)item).SelectMany(Of))}"),
        _ => throw new UnreachableException(),
    };

    /// <summary>The text of a line without its marks.</summary>
    public static string Of(ContainerInline? line)
    {
        StringBuilder text = new();
        foreach (Inline inline in line ?? [])
        {
            _ = inline switch
            {
                LiteralInline literal => text.Append(literal.Content.AsSpan()),
                CodeInline code => text.Append(code.Content),
                LineBreakInline => text.Append(' '),
                AutolinkInline address => text.Append(address.Url),
                HtmlEntityInline entity => text.Append(entity.Transcoded.AsSpan()),
                ContainerInline inner => text.Append(Of(inner)),
                _ => throw new UnreachableException(),
            };
        }

        return text.ToString();
    }

    /// <summary>The lines of a block of code.</summary>
    public static IEnumerable<string> LinesOf(CodeBlock code) =>
        code.Lines.Lines.Take(code.Lines.Count).Select(line => line.Slice.ToString().TrimEnd());
}
