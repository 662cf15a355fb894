using EventLogDemo.Engine.Kafka;
using EventLogDemo.Engine.Net;

namespace EventLogDemo.Engine.Environments;

/// <summary>Where the clusters of a pipeline are, and what it uses in them.</summary>
public sealed record ClusterOptions : EnvironmentOptions
{
    /// <summary>Codecs for <see cref="Compression"/>, in any case.</summary>
    public static IReadOnlyList<string> Codecs { get; } = [.. KafkaLogOptions.Codecs.Keys];

    /// <summary>The Kafka cluster.</summary>
    public required KafkaConnection Kafka { get; init; }

    /// <summary>The Cassandra cluster, with the keyspace.</summary>
    public required CassandraConnection Cassandra { get; init; }

    /// <summary>Flink's REST API, with the job.</summary>
    public required FlinkConnection Flink { get; init; }

    /// <summary>The topic that the job reads.</summary>
    public required string Topic { get; init; }

    /// <summary>Consumer group of the job.</summary>
    /// <value>Defaults to <c>eventlogdemo</c>.</value>
    public string Group { get; init; } = "eventlogdemo";

    /// <summary>Offsets per bucket of the store, as the job is configured.</summary>
    /// <value>Defaults to null: the bucket size in the options of the pipeline.</value>
    public int? BucketSize { get; init; }

    /// <summary>Compression codec of the producer.</summary>
    /// <value>Defaults to <c>lz4</c>.</value>
    public string Compression { get; init; } = "lz4";

    /// <summary>Replication factor with which a missing topic is created.</summary>
    /// <value>Defaults to null: a missing topic is an error.</value>
    public short? CreateWithReplicas { get; init; }

    /// <summary>Retention of a topic that is created.</summary>
    /// <value>Defaults to 7 days.</value>
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Programs that control a service, by its name. A service without one can only be observed.</summary>
    /// <value>Defaults to none.</value>
    public IReadOnlyDictionary<string, string> Hooks { get; init; } = new Dictionary<string, string>();
}
