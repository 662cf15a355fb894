using System.Globalization;
using System.Text;
using EventLogDemo.Engine.Errors;
using FsCheck.Xunit;

namespace EventLogDemo.Engine.Tests.Errors;

public sealed class PrintableTextTests
{
    [Theory]
    [InlineData("plain text, ~ and C:\\path", "plain text, ~ and C:\\path")]
    [InlineData("", "")]
    [InlineData("zażółć 日本 🐢 é", "zażółć 日本 🐢 é")]
    [InlineData("a\nb\r\n\tc", "a\\nb\\r\\n\\tc")]
    [InlineData("\e[31mred\e[0m", "\\e[31mred\\e[0m")]
    [InlineData("\e]0;title\a", "\\e]0;title\\x07")]
    [InlineData("\0\u007f", "\\x00\\x7F")]
    [InlineData("\u009b31m", "\\x9B31m")]
    [InlineData("user\u202Etxt.exe", "user\\u{202E}txt.exe")]
    [InlineData("\u2066a\u2069\u200B\uFEFF", "\\u{2066}a\\u{2069}\\u{200B}\\u{FEFF}")]
    [InlineData("a\u2028b\u2029c", "a\\u{2028}b\\u{2029}c")]
    [InlineData("soft\u00ADhyphen", "soft\\xADhyphen")]
    [InlineData("tag\U000E0041", "tag\\u{E0041}")]
    public void Text_IsMadePrintable(string text, string expected) => Assert.Equal(expected, PrintableText.Escape(text));

    [Fact]
    public void LoneSurrogates_AreEscaped() =>
        Assert.Equal("a\\u{D83D}b\\u{DE00}", PrintableText.Escape("a\uD83Db\uDE00"));

    [Fact]
    public void PrintableAscii_IsTheSameObject()
    {
        string text = new('x', 100);
        Assert.Same(text, PrintableText.Escape(text));
    }

    [Theory]
    [InlineData("abcdef", 6, "abcdef")]
    [InlineData("abcdef", 5, "abcd…")]
    [InlineData("abcdef", 1, "…")]
    [InlineData("abc\ndef", 5, "abc…")]
    [InlineData("abc\n", 5, "abc\\n")]
    [InlineData("ab🐢cd", 4, "ab…")]
    [InlineData("ab🐢", 4, "ab🐢")]
    public void LongText_IsCutBetweenCharacters(string text, int maxLength, string expected) =>
        Assert.Equal(expected, PrintableText.Escape(text, maxLength));

    [Fact]
    public void ZeroLength_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() => PrintableText.Escape("a", 0));

    [Property]
    public bool AnyUtf16_BecomesPrintableWithinItsLength(char[] characters, byte maxLength)
    {
        int room = Math.Max((int)maxLength, 1);
        string whole = PrintableText.Escape(new string(characters));
        string cut = PrintableText.Escape(new string(characters), room);
        return IsPrintable(whole) && IsPrintable(cut) && cut.Length <= room && (cut == whole) == (whole.Length <= room);
    }

    private static bool IsPrintable(string text) => text.EnumerateRunes().All(rune =>
        rune != Rune.ReplacementChar
        && Rune.GetUnicodeCategory(rune) is not (
            UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate));
}
