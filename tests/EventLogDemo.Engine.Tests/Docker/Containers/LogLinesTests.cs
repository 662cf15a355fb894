using System.Text;
using EventLogDemo.Engine.Docker.Containers;

namespace EventLogDemo.Engine.Tests.Docker.Containers;

public sealed class LogLinesTests
{
    [Fact]
    public void Lines_of_two_streams_are_kept_apart()
    {
        LogLines lines = new();

        Assert.Empty(lines.Add(1, "out"u8));
        Assert.Equal(["error"], lines.Add(2, "error\n"u8));
        Assert.Equal(["output", ""], lines.Add(1, "put\r\n\nrest"u8));
        Assert.Equal(["rest"], lines.Finish());
    }

    [Fact]
    public void Character_split_across_chunks_is_decoded()
    {
        LogLines lines = new();
        byte[] text = Encoding.UTF8.GetBytes("Grüße\n");

        Assert.Empty(lines.Add(1, text.AsSpan(0, 3)));
        Assert.Equal(["Grüße"], lines.Add(1, text.AsSpan(3)));
    }

    [Fact]
    public void Control_bytes_are_kept_for_views_to_escape()
    {
        LogLines lines = new();

        Assert.Equal(["\e[2J\uFFFD"], lines.Add(1, [0x1B, (byte)'[', (byte)'2', (byte)'J', 0xFF, (byte)'\n']));
    }

    [Fact]
    public void Overlong_line_is_split()
    {
        LogLines lines = new();
        byte[] much = new byte[(2 * LogLines.MaxLength) + 10];
        Array.Fill(much, (byte)'x');

        Assert.Equal([LogLines.MaxLength, LogLines.MaxLength], lines.Add(1, much).Select(line => line.Length));
        Assert.Equal(10, Assert.Single(lines.Finish()).Length);
    }

    [Fact]
    public void Incomplete_character_is_replaced_at_the_end()
    {
        LogLines lines = new();

        Assert.Empty(lines.Add(1, [0xC3]));
        Assert.Equal(["\uFFFD"], lines.Finish());
    }
}
