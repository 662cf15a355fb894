namespace EventLogDemo.Engine.Pipelines;

/// <summary>The services that every environment has, under the names that Docker Compose files commonly give them.</summary>
public static class ServiceNames
{
    /// <summary>The event log.</summary>
    public const string Kafka = "kafka";

    /// <summary>The processor's coordinator (Flink's jobmanager).</summary>
    public const string Flink = "flink";

    /// <summary>The processor's workers.</summary>
    public const string FlinkTaskManager = "flink-taskmanager";

    /// <summary>The store.</summary>
    public const string Cassandra = "cassandra";

    /// <summary>All of them, in the order data meets them.</summary>
    public static IReadOnlyList<string> All { get; } = [Kafka, Flink, FlinkTaskManager, Cassandra];

    /// <summary>Place of a service in the order in which they are started: each after those that it waits for.</summary>
    /// <param name="name">Name of a service; one that is not known comes last.</param>
    public static int StartRankOf(string name) => name switch
    {
        Kafka => 0,
        Cassandra => 1,
        Flink => 2,
        FlinkTaskManager => 3,
        _ => int.MaxValue,
    };
}
