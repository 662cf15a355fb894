namespace EventLogDemo.Engine.Pipelines;

/// <summary>The services that every environment has, with the names that they commonly have in Docker Compose files.</summary>
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

    /// <summary>All of them, in the order in which data passes them.</summary>
    public static IReadOnlyList<string> All { get; } = [Kafka, Flink, FlinkTaskManager, Cassandra];

    /// <summary>Rank of a service in the start order: each starts after those that it waits for.</summary>
    /// <param name="name">Name of a service; an unknown one comes last.</param>
    public static int StartRankOf(string name) => name switch
    {
        Kafka => 0,
        Cassandra => 1,
        Flink => 2,
        FlinkTaskManager => 3,
        _ => int.MaxValue,
    };
}
