namespace EventLogDemo.Engine.Metrics;

/// <summary>The last samples, oldest first.</summary>
internal sealed class MetricHistory
{
    /// <summary>Samples kept; older ones are discarded.</summary>
    /// <value>3,600.</value>
    public const int Capacity = 3_600;

    private readonly Lock _gate = new();
    private readonly Queue<PipelineMetric> _samples = [];

    public IReadOnlyList<PipelineMetric> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _samples];
            }
        }
    }

    public void Add(PipelineMetric sample)
    {
        lock (_gate)
        {
            if (_samples.Count == Capacity)
            {
                _samples.Dequeue();
            }

            _samples.Enqueue(sample);
        }
    }
}
