using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Engine.Metrics;

/// <summary>
/// One sample of a pipeline. <c>-1</c> means unknown, and so does every value that depends on it: a service is down, or its hop has not
/// responded for longer than the refresh interval (at most 10 s). Until then the last reading is shown, with its age. Producer counts cover
/// this process and, according to their ledgers, earlier runs: they are unknown if a ledger cannot be read or a run's process was killed.
/// Buffered and dropped events are those of this process only. If the counts are known, always
/// <c>ProducerCount = AckedCount + FailedCount + UnknownCount + BufferedCount + DroppedCount</c>.
/// </summary>
public sealed record PipelineMetric
{
    /// <summary>Value of a number that is unknown.</summary>
    public const int NotKnown = -1;

    /// <summary>When the sample was complete (UTC).</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Name of the pipeline.</summary>
    public required string Pipeline { get; init; }

    /// <summary>Events produced.</summary>
    public required long ProducerCount { get; init; }

    /// <summary>Events that the log has persisted.</summary>
    public required long AckedCount { get; init; }

    /// <summary>Events certainly not persisted.</summary>
    public required long FailedCount { get; init; }

    /// <summary>Events possibly persisted.</summary>
    public required long UnknownCount { get; init; }

    /// <summary>Events in the producers' buffers.</summary>
    public required long BufferedCount { get; init; }

    /// <summary>Events thrown away because a buffer was full.</summary>
    public required long DroppedCount { get; init; }

    /// <summary>Events in the log since the pipeline was created, by its offsets.</summary>
    public required long KafkaCount { get; init; }

    /// <summary>Distinct rows in the store.</summary>
    public required long CassandraCount { get; init; }

    /// <summary>Records that the processor could not store.</summary>
    public required long DeadLetterCount { get; init; }

    /// <summary>Events in the log that the processor has not committed.</summary>
    public required long Lag { get; init; }

    /// <summary>Age of the reading behind <see cref="KafkaCount"/> and <see cref="Lag"/>, in milliseconds.</summary>
    public required double KafkaAgeMs { get; init; }

    /// <summary>Age of the reading behind <see cref="CassandraCount"/>, in milliseconds.</summary>
    public required double CassandraAgeMs { get; init; }

    /// <summary>Age of the reading behind <see cref="DeadLetterCount"/>, in milliseconds.</summary>
    public required double DeadLetterAgeMs { get; init; }

    /// <summary>Events produced a second, since the sample before.</summary>
    public required double ProducerRate { get; init; }

    /// <summary>Events that reached the log a second, since the sample before.</summary>
    public required double KafkaRate { get; init; }

    /// <summary>Rows that reached the store a second, since the sample before.</summary>
    public required double CassandraRate { get; init; }

    /// <summary>
    /// Median time from producer to store in milliseconds, of rows stored since the sample before: of the newest 250 of a partition and of
    /// 16 partitions at a time.
    /// </summary>
    public required double LatencyP50Ms { get; init; }

    /// <summary>99th percentile of that time in milliseconds.</summary>
    public required double LatencyP99Ms { get; init; }

    /// <summary>Longest of those times in milliseconds.</summary>
    public required double LatencyMaxMs { get; init; }

    /// <summary>Whether a stream of this process is running or suspended.</summary>
    public required bool IsStreaming { get; init; }

    /// <summary>State of each service, in the order data meets them.</summary>
    public required IReadOnlyList<ServiceStatus> Services { get; init; }

    /// <summary>Names of the services that are not ready.</summary>
    public IReadOnlyList<string> Down => [.. Services.Where(service => service.State != ServiceState.Ready).Select(service => service.Name)];

    /// <summary>Names of the counts that are -1 because they are unknown; -1 would satisfy an "at most" comparison.</summary>
    public IReadOnlyList<string> Unknown => [.. Counts.Where(entry => entry.Count == NotKnown).Select(entry => entry.Name)];

    /// <summary>
    /// Whether the log's, store's and dead letters' counts and the lag are all known; never true in a build that cannot count rows.
    /// </summary>
    public bool IsKnown => KafkaCount != NotKnown && CassandraCount != NotKnown && DeadLetterCount != NotKnown && Lag != NotKnown;

    private (string Name, long Count)[] Counts =>
    [
        (nameof(ProducerCount), ProducerCount),
        (nameof(AckedCount), AckedCount),
        (nameof(FailedCount), FailedCount),
        (nameof(UnknownCount), UnknownCount),
        (nameof(KafkaCount), KafkaCount),
        (nameof(CassandraCount), CassandraCount),
        (nameof(DeadLetterCount), DeadLetterCount),
        (nameof(Lag), Lag),
    ];
}
