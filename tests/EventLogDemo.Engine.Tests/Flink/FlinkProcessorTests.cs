using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using EventLogDemo.Engine.Flink;
using EventLogDemo.Engine.Net;
using EventLogDemo.Engine.Pipelines;
using Microsoft.Extensions.Time.Testing;

namespace EventLogDemo.Engine.Tests.Flink;

public sealed class FlinkProcessorTests : IAsyncDisposable
{
    private const string Token = "a-secret-token";
    private const string NewJob = "00000000000000000000000000000001";
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(2);

    private readonly FakeFlink _flink = new();
    private readonly FakeTimeProvider _time = new() { AutoAdvanceAmount = TimeSpan.Zero };
    private readonly FlinkConnection _connection = new() { Endpoint = new Uri("http://flink:8081"), Token = Token };
    private readonly FlinkProcessor _processor;
    private Func<CancellationToken, Task>? _restart;

    public FlinkProcessorTests()
    {
        _processor = new FlinkProcessor(
            _connection,
            _ => ValueTask.FromResult(3L),
            token => _restart!(token),
            _time,
            new FlinkRest(_connection, _time, RequestTimeout, _flink));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _processor.DisposeAsync();

    [Fact]
    public async Task A_job_with_all_tasks_running_is_running()
    {
        ProcessorStatus status = await _processor.GetStatusAsync(Cancellation);

        Assert.Equal(
            new ProcessorStatus(
                ProcessorState.Running, DateTimeOffset.FromUnixTimeMilliseconds(1795631820127), 0, 0, false, 0),
            status);
        Assert.Equal(3, await _processor.GetDeadLetterCountAsync(Cancellation));
        Assert.All(_flink.Asked, request => Assert.Equal($"Bearer {Token}", request.Headers.Authorization?.ToString()));
    }

    [Theory]
    [InlineData("RUNNING", 0, 1, 1, ProcessorState.Restarting)]
    [InlineData("RUNNING", 0, 0, 1, ProcessorState.Restarting)]
    [InlineData("RESTARTING", 0, 1, 1, ProcessorState.Restarting)]
    [InlineData("FAILING", 0, 1, 1, ProcessorState.Restarting)]
    [InlineData("CREATED", 0, 1, 1, ProcessorState.Restarting)]
    [InlineData("INITIALIZING", 0, 1, 1, ProcessorState.Restarting)]
    [InlineData("RESTARTING", 0, 1, 0, ProcessorState.Stopped)]
    [InlineData("RUNNING", 0, 1, 0, ProcessorState.Stopped)]
    [InlineData("CANCELLING", 1, 1, 1, ProcessorState.Stopped)]
    [InlineData("CANCELED", 0, 1, 1, ProcessorState.Stopped)]
    [InlineData("FAILED", 0, 1, 1, ProcessorState.Stopped)]
    [InlineData("FINISHED", 0, 1, 1, ProcessorState.Stopped)]
    public async Task State_of_the_job_is_mapped_to_the_ports_states(string state, int running, int total, int workers, ProcessorState expected)
    {
        _flink.Set("GET /jobs/overview", FakeFlink.Jobs(FakeFlink.JobLine(FakeFlink.Job, "event-store", state, running, total)));
        _flink.Set("GET /overview", $$"""{"taskmanagers":{{workers}}}""");
        Assert.Equal(expected, (await _processor.GetStatusAsync(Cancellation)).State);
    }

    [Fact]
    public async Task Without_a_job_the_processor_is_stopped_and_a_checkpoint_fails()
    {
        _flink.Set("GET /jobs/overview", FakeFlink.Jobs());
        Assert.Equal(ProcessorState.Stopped, (await _processor.GetStatusAsync(Cancellation)).State);
        await Assert.ThrowsAsync<JobNotFoundException>(async () => await _processor.CheckpointAsync(Cancellation));
        Assert.Null(await _processor.SinkCountersAsync(Cancellation));
    }

    [Fact]
    public async Task Of_several_jobs_the_one_with_the_name_is_used()
    {
        _flink.Set("GET /jobs/overview", FakeFlink.Jobs(
            FakeFlink.JobLine("1", "other", "RESTARTING", 0, 2),
            FakeFlink.JobLine("2", "event-store", "FAILED", 0, 1),
            FakeFlink.JobLine(FakeFlink.Job, "event-store", "RUNNING", 1, 1)));
        Assert.Equal(ProcessorState.Running, (await _processor.GetStatusAsync(Cancellation)).State);
    }

    [Fact]
    public async Task A_single_job_of_another_name_is_used()
    {
        _flink.Set("GET /jobs/overview", FakeFlink.Jobs(FakeFlink.JobLine(FakeFlink.Job, "my-job", "RUNNING", 1, 1)));
        Assert.Equal(ProcessorState.Running, (await _processor.GetStatusAsync(Cancellation)).State);
    }

    [Fact]
    public async Task Several_jobs_of_other_names_are_an_error_that_lists_them()
    {
        _flink.Set("GET /jobs/overview", FakeFlink.Jobs(
            FakeFlink.JobLine("1", "one", "RUNNING", 1, 1), FakeFlink.JobLine("2", "two", "RUNNING", 1, 1)));
        JobNotFoundException failure = await Assert.ThrowsAsync<JobNotFoundException>(
            async () => await _processor.GetStatusAsync(Cancellation));
        Assert.Equal(["one", "two"], failure.Found);
    }

    [Fact]
    public async Task Checkpoints_and_restarts_count_from_the_first_observation_across_jobs()
    {
        await _processor.GetStatusAsync(Cancellation);
        _flink.Set($"GET /jobs/{FakeFlink.Job}/checkpoints", FakeFlink.Checkpoints(24, 1795631830000));
        _flink.Set($"GET /jobs/{FakeFlink.Job}/metrics?get=numRestarts", """[{"id":"numRestarts","value":"2"}]""");
        ProcessorStatus later = await _processor.GetStatusAsync(Cancellation);
        Assert.Equal((5, 2), (later.CheckpointCount, later.RestartCount));

        // The coordinator came back with a new job, whose counters start at zero and which has no checkpoint yet.
        _flink.Set("GET /jobs/overview", FakeFlink.Jobs(FakeFlink.JobLine(NewJob, "event-store", "RUNNING", 0, 1, 1795631999999)));
        _flink.Set($"GET /jobs/{NewJob}/checkpoints", FakeFlink.Checkpoints(0, null));
        _flink.Set($"GET /jobs/{NewJob}/metrics?get=numRestarts", "[]");
        ProcessorStatus anew = await _processor.GetStatusAsync(Cancellation);
        Assert.Equal((5, 3), (anew.CheckpointCount, anew.RestartCount));
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1795631830000), anew.LastCheckpoint);

        _flink.Set($"GET /jobs/{NewJob}/checkpoints", FakeFlink.Checkpoints(2, 1795632000000));
        _flink.Set($"GET /jobs/{NewJob}/metrics?get=numRestarts", """[{"id":"numRestarts","value":"1"}]""");
        ProcessorStatus last = await _processor.GetStatusAsync(Cancellation);
        Assert.Equal((7, 4), (last.CheckpointCount, last.RestartCount));
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1795632000000), last.LastCheckpoint);
    }

    [Theory]
    [InlineData("ok", "0.5", false)]
    [InlineData("ok", "1.0", true)]
    [InlineData("ok", "\"NaN\"", false)]
    [InlineData("low", "0.1", true)]
    [InlineData("high", "0.0", true)]
    public async Task A_writer_that_waits_for_the_store_shows_as_back_pressure(string level, string busy, bool expected)
    {
        // The first response only starts a measurement.
        _flink.Set(
            $"GET /jobs/{FakeFlink.Job}/vertices/{FakeFlink.Vertex}/backpressure",
            """{"status":"deprecated"}""",
            FakeFlink.Pressure(level, busy));
        Assert.Equal(expected, (await _processor.GetStatusAsync(Cancellation)).IsBackPressured);
    }

    [Fact]
    public async Task A_writer_that_only_retries_is_back_pressured_until_it_writes_again()
    {
        async Task<bool> IsHeldUpAsync() => (await _processor.GetStatusAsync(Cancellation)).IsBackPressured;
        Assert.False(await IsHeldUpAsync());
        _flink.SetSink(60_000, 400, 2);
        Assert.True(await IsHeldUpAsync());
        Assert.True(await IsHeldUpAsync());
        _flink.SetSink(60_100, 500, 2);
        Assert.False(await IsHeldUpAsync());
        _flink.SetSink(0, 0, 0);
        Assert.False(await IsHeldUpAsync());
    }

    [Fact]
    public async Task The_sinks_counters_are_found_under_its_operators_name()
    {
        Assert.Equal(new SinkCounters(60_000, 40, 2), await _processor.SinkCountersAsync(Cancellation));
        Assert.Equal(new SinkCounters(60_000, 40, 2), await _processor.SinkCountersAsync(Cancellation));
    }

    [Fact]
    public async Task Counters_of_a_sink_that_reports_none_yet_are_unknown()
    {
        _flink.Set($"GET /jobs/{FakeFlink.Job}/vertices/{FakeFlink.Vertex}/subtasks/metrics", "[]");
        Assert.Null(await _processor.SinkCountersAsync(Cancellation));
    }

    [Fact]
    public async Task Settled_offsets_are_read_by_partition_in_several_requests()
    {
        _flink.SetSettled((0, 70));
        Assert.Equal(new Dictionary<int, long> { [0] = 70 }, await _processor.GetSettledOffsetsAsync(Cancellation));

        // A partition has a metric from its first record on.
        (int Partition, long Offset)[] settled = [.. Enumerable.Range(0, 70).Select(partition => (partition, 1_000L + partition))];
        _flink.SetSettled(settled);
        Assert.Equal(settled.ToDictionary(entry => entry.Partition, entry => entry.Offset), await _processor.GetSettledOffsetsAsync(Cancellation));
        Assert.All(_flink.Asked, request => Assert.True(request.RequestUri!.PathAndQuery.Length < 4_000));
    }

    [Fact]
    public async Task Settled_offsets_of_an_idle_sink_are_empty()
    {
        _flink.SetSink(0, 0, 0);
        _flink.SetSettled();

        Assert.Empty((await _processor.GetSettledOffsetsAsync(Cancellation))!);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(0, 1)]
    public async Task Settled_offsets_are_unknown_when_a_sink_reports_only_counters(long written, long deadLetters)
    {
        _flink.SetSink(written, 0, deadLetters);
        _flink.SetSettled();

        Assert.Null(await _processor.GetSettledOffsetsAsync(Cancellation));
    }

    [Fact]
    public async Task Settled_offsets_are_unknown_when_one_disappears_before_it_is_read()
    {
        _flink.SetSettled((0, 70), (1, 80));
        _flink.Set(
            FakeFlink.SettledQuestion("cassandra-events__Writer.partition.0.settledOffset", "cassandra-events__Writer.partition.1.settledOffset"), "[]");

        Assert.Null(await _processor.GetSettledOffsetsAsync(Cancellation));
    }

    [Fact]
    public async Task Settled_offsets_are_unknown_without_a_job_or_its_counters()
    {
        _flink.Set($"GET /jobs/{FakeFlink.Job}/vertices/{FakeFlink.Vertex}/subtasks/metrics", "[]");
        Assert.Null(await _processor.GetSettledOffsetsAsync(Cancellation));

        _flink.Set("GET /jobs/overview", FakeFlink.Jobs());
        Assert.Null(await _processor.GetSettledOffsetsAsync(Cancellation));
    }

    [Fact]
    public async Task A_checkpoint_is_waited_for()
    {
        _flink.Set($"POST /jobs/{FakeFlink.Job}/checkpoints", """{"request-id":"74da"}""");
        _flink.Set(
            $"GET /jobs/{FakeFlink.Job}/checkpoints/74da",
            """{"status":{"id":"IN_PROGRESS"}}""",
            """{"status":{"id":"COMPLETED"},"operation":{"checkpointId":21}}""");
        // Flink serves the list of checkpoints from a cache.
        _flink.Set(
            $"GET /jobs/{FakeFlink.Job}/checkpoints",
            FakeFlink.Checkpoints(20, 1795631820127), FakeFlink.Checkpoints(20, 1795631820127), FakeFlink.Checkpoints(21, 1795631821000));
        ProcessorStatus before = await _processor.GetStatusAsync(Cancellation);
        await PassUntilAsync(_processor.CheckpointAsync(Cancellation).AsTask());
        Assert.Equal(before.CheckpointCount + 1, (await _processor.GetStatusAsync(Cancellation)).CheckpointCount);
    }

    [Fact]
    public async Task A_checkpoint_that_failed_is_an_error_with_the_reason()
    {
        _flink.Set($"POST /jobs/{FakeFlink.Job}/checkpoints", """{"request-id":"74da"}""");
        _flink.Set(
            $"GET /jobs/{FakeFlink.Job}/checkpoints/74da",
            """
            {"status":{"id":"COMPLETED"},"operation":{"failureCause":{"class":"java.util.concurrent.CompletionException",
            "stack-trace":"java.util.concurrent.CompletionException: org.apache.flink.runtime.checkpoint.CheckpointException: Not all required tasks are currently running.\n\tat java.base/x"}}}
            """);
        CheckpointFailedException failure = await Assert.ThrowsAsync<CheckpointFailedException>(
            async () => await _processor.CheckpointAsync(Cancellation));
        Assert.Equal("Not all required tasks are currently running.", failure.Reason);
    }

    [Fact]
    public async Task A_checkpoint_that_never_completes_times_out()
    {
        _flink.Set($"POST /jobs/{FakeFlink.Job}/checkpoints", """{"request-id":"74da"}""");
        _flink.Set($"GET /jobs/{FakeFlink.Job}/checkpoints/74da", """{"status":{"id":"IN_PROGRESS"}}""");
        await Assert.ThrowsAsync<ServiceTimeoutException>(() => PassUntilAsync(_processor.CheckpointAsync(Cancellation).AsTask()));
    }

    [Fact]
    public async Task A_restart_completes_when_the_job_is_running_again()
    {
        _restart = _ =>
        {
            _flink.Set("GET /jobs/overview", [
                FakeFlink.Jobs(),
                FakeFlink.Jobs(FakeFlink.JobLine(NewJob, "event-store", "RUNNING", 0, 1, 1795631999999)),
                FakeFlink.Jobs(FakeFlink.JobLine(NewJob, "event-store", "RUNNING", 1, 1, 1795631999999))]);
            _flink.Set($"GET /jobs/{NewJob}/checkpoints", FakeFlink.Checkpoints(0, null));
            _flink.Set($"GET /jobs/{NewJob}/metrics?get=numRestarts", "[]");
            _flink.Set($"GET /jobs/{NewJob}", """{"vertices":[]}""");
            return Task.CompletedTask;
        };
        await PassUntilAsync(_processor.RestartAsync(Cancellation).AsTask());
        Assert.Equal(1, (await _processor.GetStatusAsync(Cancellation)).RestartCount);
    }

    [Fact]
    public async Task A_restart_without_a_restart_action_is_refused()
    {
        await using FlinkProcessor watched = new(
            _connection, _ => ValueTask.FromResult(0L), restart: null, _time, new FlinkRest(_connection, _time, RequestTimeout, new FakeFlink()));
        await Assert.ThrowsAsync<ProcessorNotControllableException>(async () => await watched.RestartAsync(Cancellation));
    }

    [Fact]
    public async Task Probes_distinguish_coordinator_and_workers()
    {
        await _processor.ProbeCoordinatorAsync(Cancellation);
        await _processor.ProbeWorkersAsync(Cancellation);

        _flink.Set("GET /jobs/overview", FakeFlink.Jobs(FakeFlink.JobLine(FakeFlink.Job, "event-store", "RUNNING", 0, 1)));
        await _processor.ProbeCoordinatorAsync(Cancellation);
        ServiceUnavailableException failure = await Assert.ThrowsAsync<ServiceUnavailableException>(
            async () => await _processor.ProbeWorkersAsync(Cancellation));
        Assert.Equal(ServiceNames.FlinkTaskManager, failure.Service);

        _flink.Set("GET /jobs/overview", FakeFlink.Jobs());
        await Assert.ThrowsAsync<ServiceUnavailableException>(async () => await _processor.ProbeCoordinatorAsync(Cancellation));
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound, """{"errors":["Unable to load requested file /jobs/overview."]}""", "Unable to load")]
    [InlineData(HttpStatusCode.InternalServerError, """{"errors":["Internal server error.","<Exception on server side:\norg.x>"]}""", "Internal server error")]
    [InlineData(HttpStatusCode.InternalServerError, "<html>oops</html>", "not JSON")]
    [InlineData(HttpStatusCode.OK, "<html>hello</html>", "not one of Flink 2.3")]
    [InlineData(HttpStatusCode.OK, "{}", "not one of Flink 2.3")]
    [InlineData(HttpStatusCode.OK, "null", "empty")]
    [InlineData(HttpStatusCode.Redirect, "", "not JSON")]
    public async Task An_unexpected_response_is_an_error_with_status_and_path(HttpStatusCode status, string answer, string finding)
    {
        _flink.Set("GET /jobs/overview", status, answer);
        FlinkRestException failure = await Assert.ThrowsAsync<FlinkRestException>(
            async () => await _processor.GetStatusAsync(Cancellation));
        Assert.Equal(((int)status, "jobs/overview"), (failure.Status, failure.Path));
        Assert.Contains(finding, failure.Message, StringComparison.Ordinal);
        AssertNoSecret(failure);
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.Forbidden)]
    public async Task A_refused_token_is_an_authentication_error_that_does_not_contain_it(HttpStatusCode status)
    {
        _flink.Set("GET /jobs/overview", status, "denied");
        AssertNoSecret(await Assert.ThrowsAsync<AuthenticationFailedException>(async () => await _processor.GetStatusAsync(Cancellation)));
    }

    [Fact]
    public async Task A_coordinator_that_is_not_ready_yet_is_down()
    {
        _flink.Set("GET /jobs/overview", HttpStatusCode.ServiceUnavailable, """{"errors":["Service temporarily unavailable due to an ongoing leader election. Please refresh."]}""");
        await Assert.ThrowsAsync<ServiceUnavailableException>(async () => await _processor.GetStatusAsync(Cancellation));
    }

    [Fact]
    public async Task A_refused_connection_means_that_Flink_is_down()
    {
        _flink.OnRequest = (_, _) => throw new HttpRequestException(
            HttpRequestError.ConnectionError, "refused", new SocketException((int)SocketError.ConnectionRefused));
        AssertNoSecret(await Assert.ThrowsAsync<ServiceUnavailableException>(async () => await _processor.GetStatusAsync(Cancellation)));
    }

    [Fact]
    public async Task A_certificate_that_is_not_trusted_is_a_TLS_error()
    {
        _flink.OnRequest = (_, _) => throw new HttpRequestException(
            HttpRequestError.SecureConnectionError, "tls", new AuthenticationException("The remote certificate was rejected."));
        await Assert.ThrowsAsync<TlsFailedException>(async () => await _processor.GetStatusAsync(Cancellation));
    }

    [Fact]
    public async Task No_answer_is_a_timeout_and_cancellation_is_not()
    {
        _flink.OnRequest = (_, token) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
        Task<ProcessorStatus> asking = _processor.GetStatusAsync(Cancellation).AsTask();
        _time.Advance(RequestTimeout);
        await Assert.ThrowsAsync<ServiceTimeoutException>(() => asking);

        using CancellationTokenSource caller = new();
        Task<ProcessorStatus> givenUp = _processor.GetStatusAsync(caller.Token).AsTask();
        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => givenUp);
    }

    [Fact]
    public void The_connection_prints_without_token_and_user()
    {
        string text = (_connection with { Endpoint = new Uri("https://ann:pw@flink:8081/api") }).ToString();
        Assert.Equal("https://flink:8081/api, job event-store (token not shown)", text);
    }

    private static void AssertNoSecret(Exception failure) => Assert.DoesNotContain(Token, failure.ToString(), StringComparison.Ordinal);

    /// <summary>Advances the clock until a task ends.</summary>
    private async Task PassUntilAsync(Task task)
    {
        while (!task.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(200));

            // Otherwise the clock would pass every deadline before another thread has run.
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Cancellation);
        }

        await task;
    }
}
