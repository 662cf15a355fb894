using System.Globalization;
using System.Text;

namespace EventLogDemo.Engine.Errors;

/// <summary>
/// Text of unknown origin made safe for a terminal: nothing in it moves the cursor, changes a colour, hides or reorders what follows.
/// Control characters become <c>\n</c>, <c>\r</c>, <c>\t</c>, <c>\e</c> or <c>\x07</c>; line and paragraph separators, format
/// characters (bidirectional controls, zero-width ones, tags) and lone surrogates become <c>\u{202E}</c>. A backslash stays as
/// unchanged: the result is for reading and cannot be parsed back.
/// </summary>
public static class PrintableText
{
    private const char Ellipsis = '…';

    /// <summary>Makes a text printable.</summary>
    /// <param name="text">The text.</param>
    /// <param name="maxLength">Maximum length of the result in characters, at least 1; a longer one is cut and ends with an ellipsis.</param>
    public static string Escape(string text, int maxLength = int.MaxValue)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLength, 1);
        if (text.Length <= maxLength && !text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            return text;
        }

        StringBuilder result = new(Math.Min(text.Length, maxLength));
        int beforeLast = 0;
        for (int index = 0; index < text.Length;)
        {
            bool isRune = Rune.TryGetRuneAt(text, index, out Rune rune);
            int width = isRune ? rune.Utf16SequenceLength : 1;
            Append(result, text.AsSpan(index, width), isRune ? rune : null);
            if (result.Length > maxLength)
            {
                result.Length = beforeLast;
                return result.Append(Ellipsis).ToString();
            }

            // Leave room for the ellipsis in case the next character does not fit.
            beforeLast = result.Length < maxLength ? result.Length : beforeLast;
            index += width;
        }

        return result.ToString();
    }

    private static void Append(StringBuilder result, ReadOnlySpan<char> characters, Rune? rune)
    {
        if (rune is { } known && IsPrintable(known))
        {
            result.Append(characters);
            return;
        }

        switch (characters[0])
        {
            case '\n':
                result.Append("\\n");
                break;
            case '\r':
                result.Append("\\r");
                break;
            case '\t':
                result.Append("\\t");
                break;
            case '\e':
                result.Append("\\e");
                break;
            case <= '\u00FF' and var control:
                result.Append(CultureInfo.InvariantCulture, $"\\x{(int)control:X2}");
                break;
            default:
                result.Append(CultureInfo.InvariantCulture, $"\\u{{{rune?.Value ?? characters[0]:X4}}}");
                break;
        }
    }

    private static bool IsPrintable(Rune rune) => Rune.GetUnicodeCategory(rune)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
