using EventLogDemo.Engine.Net;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Stepping;
using Microsoft.Extensions.Logging;

namespace EventLogDemo.Engine.Cassandra;

/// <summary>Opens stores: with the driver where this build has it.</summary>
public static class CassandraStores
{
    /// <summary>Name of the file with the full buckets, in a pipeline's folder.</summary>
    public const string ClosedBucketsFile = "closed-buckets.json";

    /// <summary>Whether this build has the driver.</summary>
    public static bool HasDriver =>
#if CASSANDRA_DRIVER
        true;
#else
        false;
#endif

    /// <summary>Opens the store of a pipeline. Nothing is asked of the cluster before the first question.</summary>
    /// <param name="connection">How to reach the cluster.</param>
    /// <param name="manifest">The pipeline: topic, origins, bucket size.</param>
    /// <param name="readEnds">End offsets of the log, which say what buckets there can be. While it does not answer, rows are looked for instead.</param>
    /// <param name="folder">The pipeline's folder, where full buckets are remembered for the next process; null for not at all.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="requestTimeout">Longest wait for one answer of the cluster.</param>
    /// <param name="loggers">Where it logs to.</param>
    /// <exception cref="ConnectionSettingException">A setting has a value that it cannot have.</exception>
    /// <exception cref="TlsFileException">A certificate or key cannot be used.</exception>
    public static ICassandraStore Open(
        CassandraConnection connection,
        PipelineManifest manifest,
        Func<CancellationToken, ValueTask<IReadOnlyList<long>>> readEnds,
        string? folder,
        StepClock clock,
        TimeSpan requestTimeout,
        ILoggerFactory loggers)
    {
        connection.Validate();
#if CASSANDRA_DRIVER
        ClosedBuckets? closed = folder is null
            ? null
            : new ClosedBuckets(Path.Combine(folder, ClosedBucketsFile), manifest, loggers.CreateLogger<ClosedBuckets>());
        Driver.DriverSession session = new(connection, manifest.Topic, clock, requestTimeout);
        return new CassandraStore(session, manifest, readEnds, closed, clock, requestTimeout);
#else
        return new MissingDriverStore(connection, clock.TimeProvider, requestTimeout);
#endif
    }
}
