using System.Management.Automation;
using EventLogDemo.PowerShell.Bridge;

namespace EventLogDemo.PowerShell.Metrics;

/// <summary>Shows samples in one place of the screen, where progress is shown; at most five a second.</summary>
internal sealed class LiveMetric(Cmdlet cmdlet, string pipeline) : IDisposable
{
    private const int WholeBar = 100;
    private const int NoBar = -1;

    private readonly ProgressRecord _record = new(OperationProgress.NextActivityId(), pipeline, pipeline);
    private long? _shownAt;

    /// <summary>Shows a sample, unless the last one is too fresh. The bar tells how much of the log is in the store.</summary>
    public void Show(PipelineMetricInfo sample)
    {
        if (_shownAt is { } shown && TimeProvider.System.GetElapsedTime(shown) < OperationProgress.Tick)
        {
            return;
        }

        _shownAt = TimeProvider.System.GetTimestamp();
        _record.StatusDescription = SR.LiveMetric.With(
            sample.ProducerCount, sample.KafkaCount, sample.CassandraCount, sample.Lag, sample.BufferedCount, sample.FailedCount);
        _record.PercentComplete = sample is { KafkaCount: > 0, CassandraCount: >= 0 }
            ? (int)Math.Min(WholeBar, WholeBar * sample.CassandraCount / sample.KafkaCount)
            : NoBar;
        cmdlet.WriteProgress(_record);
    }

    /// <summary>Takes it off the screen.</summary>
    public void Dispose()
    {
        if (!cmdlet.Stopping)
        {
            _record.RecordType = ProgressRecordType.Completed;
            cmdlet.WriteProgress(_record);
        }
    }
}
