using System.Globalization;
using System.Management.Automation;

namespace EventLogDemo.Shell.Hosting;

/// <summary>A progress line at the bottom of a terminal, drawn at most five times a second.</summary>
internal sealed class ProgressLine(OutputStream output, TimeProvider time, Func<int> width)
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(200);
    private const int BarCells = 20;

    private long? _drawnAt;
    private bool _isVisible;

    /// <summary>Shows a record, unless the last one was shown less than 200 ms ago; a completed one clears the line.</summary>
    public void Show(ProgressRecord record)
    {
        if (!output.CanMoveCursor)
        {
            return;
        }

        if (record.RecordType == ProgressRecordType.Completed)
        {
            Erase();
            return;
        }

        if (_drawnAt is { } drawnAt && time.GetElapsedTime(drawnAt) < Between)
        {
            return;
        }

        Erase();
        string line = Describe(record);
        int cells = Math.Max(width() - 1, 1);
        output.Write(line.Length > cells ? line[..cells] : line, ConsoleColor.Cyan);
        _drawnAt = time.GetTimestamp();
        _isVisible = true;
    }

    /// <summary>Clears the line before something else is written.</summary>
    public void Erase()
    {
        if (_isVisible)
        {
            output.EraseLine();
            _isVisible = false;
        }
    }

    private static string Describe(ProgressRecord record)
    {
        string text = record.PercentComplete is >= 0 and <= 100 and int percent
            ? string.Create(CultureInfo.CurrentCulture, $"{record.Activity} {Bar(percent)} {percent,3} % {record.StatusDescription}")
            : $"{record.Activity}: {record.StatusDescription}";
        return string.Concat(text.Select(character => char.IsControl(character) ? ' ' : character));
    }

    private static string Bar(int percent)
    {
        int full = BarCells * percent / 100;
        return new string('━', full) + new string('╌', BarCells - full);
    }
}
