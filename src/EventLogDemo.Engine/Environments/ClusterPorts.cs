using EventLogDemo.Engine.Cassandra;
using EventLogDemo.Engine.Flink;
using EventLogDemo.Engine.Kafka;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Stepping;
using Microsoft.Extensions.Logging;

namespace EventLogDemo.Engine.Environments;

/// <summary>Log, processor and store of a pipeline whose parts are clusters. No request is sent before the first call.</summary>
internal sealed class ClusterPorts : IAsyncDisposable
{
    private readonly KafkaLog _log;
    private readonly DeadLetterTopic _deadLetters;
    private readonly FlinkProcessor _processor;
    private readonly ICassandraStore _store;
    private readonly KafkaProbe _kafka;

    /// <summary>Opens them.</summary>
    /// <param name="clusters">Where they are.</param>
    /// <param name="manifest">The pipeline.</param>
    /// <param name="requestTimeout">How long to wait for one response.</param>
    /// <param name="folder">The pipeline's folder.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="loggers">Creates their loggers.</param>
    /// <param name="restartJob">Restarts the job; null when it cannot be restarted from here.</param>
    public ClusterPorts(
        ClusterOptions clusters,
        PipelineManifest manifest,
        TimeSpan requestTimeout,
        string folder,
        StepClock clock,
        ILoggerFactory loggers,
        Func<CancellationToken, Task>? restartJob)
    {
        KafkaLogOptions options = new()
        {
            Topic = manifest.Topic,
            PartitionCount = manifest.PartitionCount,
            Group = clusters.Group,
            Compression = clusters.Compression,
            RequestTimeout = requestTimeout,
        };
        TimeProvider time = clock.TimeProvider;
        _log = new KafkaLog(clusters.Kafka, options, time, loggers);
        _deadLetters = new DeadLetterTopic(clusters.Kafka, manifest.Topic, requestTimeout, time, loggers);
        _store = CassandraStores.Open(clusters.Cassandra, manifest, _log.GetEndOffsetsAsync, folder, clock, requestTimeout, loggers);
        _processor = new FlinkProcessor(clusters.Flink, _deadLetters.CountAsync, restartJob, time, requestTimeout);
        _kafka = new KafkaProbe(clusters.Kafka, manifest.Topic, time, loggers.CreateLogger<KafkaProbe>());
        Probes = new Dictionary<string, Func<CancellationToken, Task>>
        {
            [ServiceNames.Kafka] = cancellationToken => _kafka.PingAsync(requestTimeout, cancellationToken),
            [ServiceNames.Flink] = cancellationToken => _processor.ProbeCoordinatorAsync(cancellationToken).AsTask(),
            [ServiceNames.FlinkTaskManager] = cancellationToken => _processor.ProbeWorkersAsync(cancellationToken).AsTask(),
            [ServiceNames.Cassandra] = cancellationToken => _store.ProbeAsync(cancellationToken).AsTask(),
        };
    }

    public IEventLog Log => _log;

    public IEventProcessor Processor => _processor;

    public IEventStore Store => _store;

    /// <summary>A round trip to each service, which throws unless the service works.</summary>
    public IReadOnlyDictionary<string, Func<CancellationToken, Task>> Probes { get; }

    /// <summary>Checks that the keyspace was created by this version of the job. A build that cannot read Cassandra skips the check.</summary>
    /// <exception cref="KeyspaceNotFoundException">The keyspace has no tables of the job.</exception>
    /// <exception cref="StoreSchemaException">They are of another version.</exception>
    public ValueTask CheckSchemaAsync(CancellationToken cancellationToken) => _store.CheckSchemaAsync(cancellationToken);

    public ValueTask DisposeAsync() => Closing.AllAsync(
        _log.DisposeAsync, _deadLetters.DisposeAsync, _processor.DisposeAsync, _store.DisposeAsync, Closing.Of(_kafka));
}
