namespace EventLogDemo.Engine.Flink;

/// <summary>The job's own counters of what its writers did, over all subtasks. They start at 0 whenever a task starts.</summary>
/// <param name="RowsWritten">Rows that the store accepted, including repeated ones.</param>
/// <param name="RowsRetried">Rows whose request failed and was retried.</param>
/// <param name="DeadLetters">Records that went to the dead-letter topic.</param>
public sealed record SinkCounters(long RowsWritten, long RowsRetried, long DeadLetters);
