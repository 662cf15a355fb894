using System.Management.Automation;
using System.Management.Automation.Internal;
using Spectre.Console;

namespace EventLogDemo.Shell.Hosting;

/// <summary>Standard output or standard error: text is written unchanged to a terminal that supports colour, and without colour codes elsewhere.</summary>
internal sealed class OutputStream
{
    private readonly AnsiWriter _writer;

    /// <summary>Creates a stream on a writer; for a terminal, its capabilities are detected.</summary>
    public OutputStream(TextWriter writer, bool isTerminal, bool colour)
        : this(writer, CapabilitiesOf(writer, isTerminal, colour))
    {
    }

    /// <summary>Creates a stream on a writer with known capabilities.</summary>
    public OutputStream(TextWriter writer, AnsiCapabilities capabilities)
    {
        Writer = writer;
        CanMoveCursor = capabilities.Ansi;
        HasColour = capabilities.Ansi && capabilities.ColorSystem != ColorSystem.NoColors;
        _writer = new AnsiWriter(writer, capabilities);
    }

    /// <summary>The underlying writer.</summary>
    public TextWriter Writer { get; }

    /// <summary>Whether a line can be overwritten.</summary>
    public bool CanMoveCursor { get; }

    /// <summary>Whether colour codes are written.</summary>
    public bool HasColour { get; }

    /// <summary>Standard output.</summary>
    public static OutputStream ForOutput() => new(Console.Out, !Console.IsOutputRedirected, IsColourWanted());

    /// <summary>Standard error.</summary>
    public static OutputStream ForError() => new(Console.Error, !Console.IsErrorRedirected, IsColourWanted());

    /// <summary>Writes text that may contain PowerShell's own colour codes.</summary>
    public void Write(string text) => Writer.Write(Plain(text));

    /// <summary>Writes a line of text that may contain PowerShell's own colour codes.</summary>
    public void WriteLine(string text) => Writer.WriteLine(Plain(text));

    /// <summary>Writes text in a colour.</summary>
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

    /// <summary>Returns to the first column and clears the line. Requires <see cref="CanMoveCursor"/>.</summary>
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
