using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Streams;

namespace EventLogDemo.Engine.Metrics;

/// <summary>The head of the flow at one moment.</summary>
/// <param name="Position">How far log and processor were.</param>
/// <param name="Streams">What the producers had counted just after: nothing is in the log that they had not counted.</param>
/// <param name="CountedAt">When they were counted.</param>
internal sealed record LogReading(LogPosition Position, StreamCounts Streams, TimeSpan CountedAt);
