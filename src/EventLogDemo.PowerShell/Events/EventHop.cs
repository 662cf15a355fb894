namespace EventLogDemo.PowerShell.Events;

/// <summary>A place where events can be read.</summary>
public enum EventHop
{
    /// <summary>The store at the end of the pipeline.</summary>
    Cassandra,

    /// <summary>The event log.</summary>
    Kafka,
}
