using EventLogDemo.Shell.Hosting;
using Xunit;

namespace EventLogDemo.Shell.Tests.Hosting;

public sealed class OutputStreamTests
{
    private const string Coloured = "\u001b[31mred\u001b[0m";

    [Fact]
    public void NoTerminal_RemovesColour()
    {
        using StringWriter writer = new();
        OutputStream stream = new(writer, isTerminal: false, colour: true);

        stream.Write(Coloured);
        stream.Write("green", ConsoleColor.Green);

        Assert.Equal("redgreen", writer.ToString());
        Assert.False(stream.CanMoveCursor);
    }

    [Fact]
    public void ColourDisabled_RemovesColour()
    {
        using StringWriter writer = new();
        OutputStream stream = new(writer, isTerminal: true, colour: false);

        stream.Write(Coloured);

        Assert.Equal("red", writer.ToString());
    }
}
