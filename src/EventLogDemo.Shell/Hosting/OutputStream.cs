using System.Management.Automation;
using System.Management.Automation.Internal;
using Spectre.Console;

namespace EventLogDemo.Shell.Hosting;

/// <summary>Standard output or standard error: text goes out as it is to a terminal that shows colour, and without any colour code elsewhere.</summary>
internal sealed class OutputStream
{
    private readonly AnsiWriter _writer;

    /// <summary>A stream on a writer; of a terminal, only what it can do is asked of it.</summary>
    public OutputStream(TextWriter writer, bool isTerminal, bool colour)
        : this(writer, CapabilitiesOf(writer, isTerminal, colour))
    {
    }

    /// <summary>A stream on a writer whose capabilities are known.</summary>
    public OutputStream(TextWriter writer, AnsiCapabilities capabilities)
    {
        Writer = writer;
        CanMoveCursor = capabilities.Ansi;
        HasColour = capabilities.Ansi && capabilities.ColorSystem != ColorSystem.NoColors;
        _writer = new AnsiWriter(writer, capabilities);
    }

    /// <summary>The writer beneath.</summary>
    public TextWriter Writer { get; }

    /// <summary>Whether a line that was written can be written over.</summary>
    public bool CanMoveCursor { get; }

    /// <summary>Whether colour codes reach somebody who sees colour.</summary>
    public bool HasColour { get; }

    /// <summary>Standard output.</summary>
    public static OutputStream ForOutput() => new(Console.Out, !Console.IsOutputRedirected, IsColourWanted());

    /// <summary>Standard error.</summary>
    public static OutputStream ForError() => new(Console.Error, !Console.IsErrorRedirected, IsColourWanted());

    /// <summary>Writes text that may carry colour codes of PowerShell's own.</summary>
    public void Write(string text) => Writer.Write(Plain(text));

    /// <summary>Writes a line of text that may carry colour codes of PowerShell's own.</summary>
    public void WriteLine(string text) => Writer.WriteLine(Plain(text));

    /// <summary>Writes text in a colour of its own.</summary>
    public void Write(string text, ConsoleColor foreground)
    {
        if (HasColour)
        {
            _writer.Foreground(Color.FromConsoleColor(foreground)).Write(text).ResetStyle();
        }
        else
        {
            Write(text);
        }
    }

    /// <summary>Goes back to the first column and empties the line. Only where <see cref="CanMoveCursor"/>.</summary>
    public void EraseLine() => _writer.CursorHorizontalAbsolute(1).EraseInLine(2);

    // The convention of no-color.org: present and not empty.
    private static bool IsColourWanted() => string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    private static AnsiCapabilities CapabilitiesOf(TextWriter writer, bool isTerminal, bool colour) => new()
    {
        Ansi = isTerminal && AnsiCapabilities.Create(writer).Ansi,
        ColorSystem = colour ? ColorSystem.Standard : ColorSystem.NoColors,
    };

    private string Plain(string text) =>
        HasColour || !text.Contains('\u001b', StringComparison.Ordinal) ? text : new StringDecorated(text).ToString(OutputRendering.PlainText);
}
