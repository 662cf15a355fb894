using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Streams;

namespace EventLogDemo.Engine.Metrics;

/// <summary>The head of the flow at one moment.</summary>
/// <param name="Position">How far log and processor were.</param>
/// <param name="Streams">The producers' counts just after: they include everything that was in the log.</param>
/// <param name="CountedAt">When they were counted.</param>
internal sealed record LogReading(LogPosition Position, StreamCounts Streams, TimeSpan CountedAt);
