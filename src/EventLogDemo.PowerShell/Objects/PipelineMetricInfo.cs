using System.Globalization;
using EventLogDemo.Engine.Metrics;

namespace EventLogDemo;

/// <summary>
/// One sample of a pipeline. <c>-1</c> stands for what is not known, and for what depends on it: see <see cref="IsKnown"/> before
/// comparing. Producer counts include earlier runs of the pipeline, as their ledgers tell; where known, always
/// <c>ProducerCount = AckedCount + FailedCount + UnknownCount + BufferedCount + DroppedCount</c>.
/// </summary>
public sealed class PipelineMetricInfo
{
    private readonly PipelineMetric _sample;

    internal PipelineMetricInfo(PipelineMetric sample)
    {
        _sample = sample;
        Time = sample.Time.LocalDateTime;
        Down = new NameCollection(sample.Down);
        Unknown = new NameCollection(sample.Unknown);
    }

    /// <summary>When the sample was complete (local time).</summary>
    public DateTime Time { get; }

    /// <summary>Name of the pipeline.</summary>
    public string Pipeline => _sample.Pipeline;

    /// <summary>The services that were not ready, in the order data meets them.</summary>
    public NameCollection Down { get; }

    /// <summary>Names of the counts that are not known and therefore -1.</summary>
    public NameCollection Unknown { get; }

    /// <summary>Whether the counts of Kafka, Cassandra and dead letters and the lag are all known.</summary>
    public bool IsKnown => _sample.IsKnown;

    /// <summary>Events produced.</summary>
    public long ProducerCount => _sample.ProducerCount;

    /// <summary>Events that the log has persisted.</summary>
    public long AckedCount => _sample.AckedCount;

    /// <summary>Events certainly not persisted.</summary>
    public long FailedCount => _sample.FailedCount;

    /// <summary>Events possibly persisted.</summary>
    public long UnknownCount => _sample.UnknownCount;

    /// <summary>Events in the producers' buffers.</summary>
    public long BufferedCount => _sample.BufferedCount;

    /// <summary>Events thrown away because a buffer was full.</summary>
    public long DroppedCount => _sample.DroppedCount;

    /// <summary>Events in the log since the pipeline was made, by its offsets.</summary>
    public long KafkaCount => _sample.KafkaCount;

    /// <summary>Distinct rows in the store.</summary>
    public long CassandraCount => _sample.CassandraCount;

    /// <summary>Records that the processor could not store.</summary>
    public long DeadLetterCount => _sample.DeadLetterCount;

    /// <summary>Events in the log that the processor has not committed.</summary>
    public long Lag => _sample.Lag;

    /// <summary>Age of the reading behind <see cref="KafkaCount"/> and <see cref="Lag"/>, in milliseconds.</summary>
    public double KafkaAgeMs => _sample.KafkaAgeMs;

    /// <summary>Age of the reading behind <see cref="CassandraCount"/>, in milliseconds.</summary>
    public double CassandraAgeMs => _sample.CassandraAgeMs;

    /// <summary>Age of the reading behind <see cref="DeadLetterCount"/>, in milliseconds.</summary>
    public double DeadLetterAgeMs => _sample.DeadLetterAgeMs;

    /// <summary>Events produced a second, since the sample before.</summary>
    public double ProducerRate => _sample.ProducerRate;

    /// <summary>Events that reached the log a second, since the sample before.</summary>
    public double KafkaRate => _sample.KafkaRate;

    /// <summary>Rows that reached the store a second, since the sample before.</summary>
    public double CassandraRate => _sample.CassandraRate;

    /// <summary>Median time from producer to store in milliseconds, of rows stored since the sample before: of the newest 250 of a partition and of 16 partitions at a time.</summary>
    public double LatencyP50Ms => _sample.LatencyP50Ms;

    /// <summary>99th percentile of that time in milliseconds.</summary>
    public double LatencyP99Ms => _sample.LatencyP99Ms;

    /// <summary>Longest of those times in milliseconds.</summary>
    public double LatencyMaxMs => _sample.LatencyMaxMs;

    /// <summary>Whether a stream of this process is running or suspended.</summary>
    public bool IsStreaming => _sample.IsStreaming;

    /// <summary>The sample in one line.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"produced {ProducerCount:N0}, kafka {KafkaCount:N0}, cassandra {CassandraCount:N0}, lag {Lag:N0}")
        + (Down.Count == 0 ? "" : $", down: {Down}");
}
