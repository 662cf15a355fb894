namespace EventLogDemo.Engine.Flink;

/// <summary>The job's own counters of what its writers did, of all subtasks. They begin at 0 with each start of a task.</summary>
/// <param name="RowsWritten">Rows that the store has taken, repeats included.</param>
/// <param name="RowsRetried">Rows whose request failed and was made again.</param>
/// <param name="DeadLetters">Records that went to the dead-letter topic.</param>
public sealed record SinkCounters(long RowsWritten, long RowsRetried, long DeadLetters);
