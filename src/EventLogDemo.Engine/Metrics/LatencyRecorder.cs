using HdrHistogram;

namespace EventLogDemo.Engine.Metrics;

/// <summary>Time from producer to store.</summary>
internal sealed record LatencySummary(double P50Ms, double P99Ms, double MaxMs);

/// <summary>The latencies since its subscriber's last sample.</summary>
/// <param name="onDisposed">Called when the subscriber is done.</param>
internal sealed class LatencyRecorder(Action<LatencyRecorder> onDisposed) : IDisposable
{
    private const long MaxMicroseconds = 24L * 60 * 60 * 1_000_000;
    private const int SignificantDigits = 3;
    private const double MicrosecondsPerMillisecond = 1_000;

    private readonly Lock _gate = new();
    private readonly LongHistogram _histogram = new(MaxMicroseconds, SignificantDigits);

    /// <summary>Adds a row. Clocks of two machines may differ, so a row can appear to be stored before it was sent.</summary>
    public void Record(long microseconds)
    {
        lock (_gate)
        {
            _histogram.RecordValue(Math.Clamp(microseconds, 0, MaxMicroseconds));
        }
    }

    /// <summary>Summarizes and resets; null if there was no row.</summary>
    public LatencySummary? Take()
    {
        lock (_gate)
        {
            if (_histogram.TotalCount == 0)
            {
                return null;
            }

            LatencySummary summary = new(
                _histogram.GetValueAtPercentile(50) / MicrosecondsPerMillisecond,
                _histogram.GetValueAtPercentile(99) / MicrosecondsPerMillisecond,
                _histogram.GetMaxValue() / MicrosecondsPerMillisecond);
            _histogram.Reset();
            return summary;
        }
    }

    public void Dispose() => onDisposed(this);
}
