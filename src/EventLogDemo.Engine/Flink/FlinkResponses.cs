using System.Text.Json;
using System.Text.Json.Serialization;

namespace EventLogDemo.Engine.Flink;

// The parts that are used of the responses of Flink's REST API, version 1 ("REST API" in Flink's documentation, chapter "JobManager").

internal sealed record JobsResponse([property: JsonRequired] IReadOnlyList<JobResponse> Jobs);

internal sealed record JobResponse(
    [property: JsonPropertyName("jid"), JsonRequired] string Id,
    [property: JsonRequired] string Name,
    [property: JsonRequired] string State,
    [property: JsonPropertyName("start-time")] long StartTime,
    TaskCounts? Tasks);

internal sealed record TaskCounts(int Total, int Running);

internal sealed record OverviewResponse([property: JsonPropertyName("taskmanagers")] int TaskManagers);

internal sealed record JobDetailsResponse([property: JsonRequired] IReadOnlyList<VertexResponse> Vertices);

internal sealed record VertexResponse([property: JsonRequired] string Id, string? Name);

internal sealed record CheckpointsResponse([property: JsonRequired] CheckpointCounts Counts, LatestCheckpoints? Latest);

internal sealed record CheckpointCounts(long Completed);

internal sealed record LatestCheckpoints(CompletedCheckpoint? Completed);

internal sealed record CompletedCheckpoint(
    long Id,
    [property: JsonPropertyName("trigger_timestamp")] long Triggered,
    [property: JsonPropertyName("latest_ack_timestamp")] long Acknowledged);

internal sealed record BackPressureResponse(
    [property: JsonRequired] string Status, IReadOnlyList<SubtaskPressure>? Subtasks);

internal sealed record SubtaskPressure(
    [property: JsonPropertyName("backpressureLevel")] string? Level, JsonElement BusyRatio);

internal sealed record MetricResponse([property: JsonRequired] string Id, string? Value, double? Sum, double? Max);

internal sealed record TriggerResponse([property: JsonPropertyName("request-id"), JsonRequired] string RequestId);

internal sealed record OperationResponse([property: JsonRequired] OperationStatus Status, OperationResult? Operation);

internal sealed record OperationStatus([property: JsonRequired] string Id);

internal sealed record OperationResult(
    long? CheckpointId, [property: JsonPropertyName("failureCause")] FailureResponse? Failure);

internal sealed record FailureResponse(string? Class, [property: JsonPropertyName("stack-trace")] string? StackTrace);

internal sealed record ErrorsResponse(IReadOnlyList<string>? Errors);
