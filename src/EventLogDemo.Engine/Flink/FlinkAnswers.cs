using System.Text.Json;
using System.Text.Json.Serialization;

namespace EventLogDemo.Engine.Flink;

// What is used of the answers of Flink's REST API, version 1 ("REST API" in Flink's documentation, chapter "JobManager").

internal sealed record JobsAnswer([property: JsonRequired] IReadOnlyList<JobAnswer> Jobs);

internal sealed record JobAnswer(
    [property: JsonPropertyName("jid"), JsonRequired] string Id,
    [property: JsonRequired] string Name,
    [property: JsonRequired] string State,
    [property: JsonPropertyName("start-time")] long StartTime,
    TaskCounts? Tasks);

internal sealed record TaskCounts(int Total, int Running);

internal sealed record OverviewAnswer([property: JsonPropertyName("taskmanagers")] int TaskManagers);

internal sealed record JobDetailsAnswer([property: JsonRequired] IReadOnlyList<VertexAnswer> Vertices);

internal sealed record VertexAnswer([property: JsonRequired] string Id, string? Name);

internal sealed record CheckpointsAnswer([property: JsonRequired] CheckpointCounts Counts, LatestCheckpoints? Latest);

internal sealed record CheckpointCounts(long Completed);

internal sealed record LatestCheckpoints(CompletedCheckpoint? Completed);

internal sealed record CompletedCheckpoint(
    long Id,
    [property: JsonPropertyName("trigger_timestamp")] long Triggered,
    [property: JsonPropertyName("latest_ack_timestamp")] long Acknowledged);

internal sealed record BackPressureAnswer(
    [property: JsonRequired] string Status, IReadOnlyList<SubtaskPressure>? Subtasks);

internal sealed record SubtaskPressure(
    [property: JsonPropertyName("backpressureLevel")] string? Level, JsonElement BusyRatio);

internal sealed record MetricAnswer([property: JsonRequired] string Id, string? Value, double? Sum, double? Max);

internal sealed record TriggerAnswer([property: JsonPropertyName("request-id"), JsonRequired] string RequestId);

internal sealed record OperationAnswer([property: JsonRequired] OperationStatus Status, OperationResult? Operation);

internal sealed record OperationStatus([property: JsonRequired] string Id);

/// <summary>A checkpoint names its failure in one way and a savepoint in another.</summary>
internal sealed record OperationResult(
    string? Location,
    long? CheckpointId,
    [property: JsonPropertyName("failure-cause")] FailureAnswer? FailureCause,
    [property: JsonPropertyName("failureCause")] FailureAnswer? CheckpointFailureCause)
{
    public FailureAnswer? Failure => FailureCause ?? CheckpointFailureCause;
}

internal sealed record FailureAnswer(string? Class, [property: JsonPropertyName("stack-trace")] string? StackTrace);

internal sealed record ErrorsAnswer(IReadOnlyList<string>? Errors);
