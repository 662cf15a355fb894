using System.Management.Automation;
using EventLogDemo.Shell.Hosting;
using Microsoft.Extensions.Time.Testing;
using Spectre.Console;
using Xunit;

namespace EventLogDemo.Shell.Tests.Hosting;

public sealed class ProgressLineTests : IDisposable
{
    private const int Width = 30;

    private readonly StringWriter _screen = new();
    private readonly FakeTimeProvider _time = new();

    public void Dispose() => _screen.Dispose();

    [Fact]
    public void RecordsInQuickSuccession_AreDrawnFiveTimesASecond()
    {
        ProgressLine line = Line();

        for (int step = 0; step < 100; step++)
        {
            line.Show(new ProgressRecord(1, "Working", $"#{step};"));
            _time.Advance(TimeSpan.FromMilliseconds(10));
        }

        Assert.Equal(5, _screen.ToString().Count(character => character == ';'));
    }

    [Fact]
    public void ALongStatus_IsTruncatedToTheLine()
    {
        Line().Show(new ProgressRecord(1, "Working", new string('x', 100) + "\n\u001b[2J"));

        Assert.Equal(Width - 1, _screen.ToString().Length);
    }

    [Fact]
    public void Completion_ClearsTheLineOnce()
    {
        ProgressLine line = Line();
        line.Show(new ProgressRecord(1, "Working", "now"));
        _screen.GetStringBuilder().Clear();

        line.Show(new ProgressRecord(1, "Working", "done") { RecordType = ProgressRecordType.Completed });
        line.Erase();

        Assert.Equal("\u001b[1G\u001b[2K", _screen.ToString());
    }

    [Fact]
    public void NoTerminal_ShowsNothing()
    {
        new ProgressLine(new OutputStream(_screen, isTerminal: false, colour: true), _time, () => Width).Show(new ProgressRecord(1, "Working", "now"));

        Assert.Equal(string.Empty, _screen.ToString());
    }

    private ProgressLine Line() =>
        new(new OutputStream(_screen, new AnsiCapabilities { Ansi = true, ColorSystem = ColorSystem.NoColors }), _time, () => Width);
}
