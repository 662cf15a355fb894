using System.Collections.Concurrent;
using System.Management.Automation;
using EventLogDemo.Engine.Errors;

namespace EventLogDemo.PowerShell.Bridge;

/// <summary>
/// Progress of a long operation. Reports may come from any thread; the pipeline thread shows them: each as verbose text, and the
/// latest in a progress bar once the operation takes longer than <see cref="Patience"/>. An operation without an activity has no bar.
/// </summary>
internal sealed class OperationProgress(Cmdlet cmdlet, string? activity, TimeProvider time) : IProgress<string>, IDisposable
{
    /// <summary>Time between two updates: at most five a second.</summary>
    public static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(200);

    /// <summary>How long an operation may take without a progress bar.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private const int MaxReports = 1_000;

    private static int lastActivityId;

    private readonly string? _activity = activity is null ? null : PrintableText.Escape(activity);
    private readonly ConcurrentQueue<string> _reports = new();
    private readonly long _started = time.GetTimestamp();
    private TimeSpan _nextAt = Patience;
    private ProgressRecord? _record;
    private string? _latest;

    /// <summary>A number that no other progress bar of the process has.</summary>
    public static int NextActivityId() => Interlocked.Increment(ref lastActivityId);

    /// <inheritdoc/>
    public void Report(string value)
    {
        if (_reports.Count < MaxReports)
        {
            _reports.Enqueue(PrintableText.Escape(value));
        }
    }

    /// <summary>Shows what is new. Pipeline thread only.</summary>
    public void Show()
    {
        while (_reports.TryDequeue(out string? report))
        {
            _latest = report;
            cmdlet.WriteVerbose(report);
        }

        if (_activity is null)
        {
            return;
        }

        TimeSpan elapsed = time.GetElapsedTime(_started);
        if (elapsed >= _nextAt)
        {
            _nextAt = elapsed + Tick;
            _record ??= new ProgressRecord(NextActivityId(), _activity, _activity);
            _record.StatusDescription = SR.ProgressStatus.With(_latest ?? _activity, (int)elapsed.TotalSeconds);
            cmdlet.WriteProgress(_record);
        }
    }

    /// <summary>Removes the progress bar.</summary>
    public void Dispose()
    {
        if (_record is not null && !cmdlet.Stopping)
        {
            _record.RecordType = ProgressRecordType.Completed;
            cmdlet.WriteProgress(_record);
        }
    }
}
