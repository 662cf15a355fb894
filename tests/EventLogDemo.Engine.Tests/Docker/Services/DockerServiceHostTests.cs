using EventLogDemo.Engine.Docker;
using EventLogDemo.Engine.Docker.Containers;
using EventLogDemo.Engine.Docker.Services;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Tests.Conformance;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventLogDemo.Engine.Tests.Docker.Services;

public sealed class DockerServiceHostTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(300);

    // Expires, but not before the first observation.
    private static readonly TimeSpan OneObservation = TimeSpan.FromSeconds(3);

    // What a jobmanager writes when the job's main method throws, and when it shuts down.
    private static readonly string[] RefusedSchema =
    [
        "2026-11-03 10:00:00,000 ERROR org.apache.flink.client.deployment.application.ApplicationDispatcherBootstrap [] - Application failed unexpectedly:",
        "java.util.concurrent.CompletionException: org.apache.flink.client.program.ProgramInvocationException: The main method caused an error.",
        "Caused by: eventlogdemo.cassandra.SchemaVersionException: Keyspace mine holds the event tables in version 7, this job writes version 1: give it another keyspace (EVENTLOGDEMO_KEYSPACE), or use the job of that version",
        "\tat eventlogdemo.cassandra.CassandraSchema.create(CassandraSchema.java:77)",
        .. Enumerable.Range(0, 100).Select(number => $"2026-11-03 10:00:01,{number:000} INFO  org.apache.flink.runtime.entrypoint.ClusterEntrypoint [] - Shutting down."),
    ];

    private readonly FakeContainerEngine _engine = new FakeContainerEngine().Add("cassandra").Add("kafka").Add("helper", isControllable: false);
    private string? _fault;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Service_without_the_label_is_unknown()
    {
        using DockerServiceHost host = await OpenAsync();

        Assert.Equal(["kafka", "cassandra"], host.Names);
        UnknownServiceException error = await Assert.ThrowsAsync<UnknownServiceException>(
            async () => await host.ActAsync("helper", ServiceAction.Kill, PipelineFixture.Deadline, Token));
        Assert.Equal(host.Names, error.Valid);
        Assert.Empty(_engine.Acts);
    }

    [Fact]
    public async Task Project_without_controllable_containers_is_not_found() =>
        await Assert.ThrowsAsync<ComposeProjectNotFoundException>(() => DockerServiceHost.OpenAsync(
            _engine, "other", new Dictionary<string, Func<CancellationToken, Task>>(), Short, TimeProvider.System, NullLogger.Instance, Token));

    [Fact]
    public async Task Operations_are_idempotent()
    {
        using DockerServiceHost host = await OpenAsync();
        await host.ActAsync("kafka", ServiceAction.Start, Long, Token);
        await host.ActAsync("kafka", ServiceAction.Suspend, PipelineFixture.Deadline, Token);
        await host.ActAsync("kafka", ServiceAction.Suspend, PipelineFixture.Deadline, Token);
        Assert.Equal(ServiceState.Suspended, (await host.GetStatusAsync("kafka", Token)).State);
        await host.ActAsync("kafka", ServiceAction.Resume, Long, Token);
        await host.ActAsync("kafka", ServiceAction.Resume, Long, Token);
        await host.ActAsync("kafka", ServiceAction.Stop, Long, Token);
        await host.ActAsync("kafka", ServiceAction.Stop, Long, Token);
        await host.ActAsync("kafka", ServiceAction.Kill, PipelineFixture.Deadline, Token);

        Assert.Equal(["pause kafka-1-id", "unpause kafka-1-id", "stop kafka-1-id"], _engine.Acts);
        Assert.Equal(ServiceState.Stopped, (await host.GetStatusAsync("kafka", Token)).State);
    }

    [Fact]
    public async Task Failed_pause_of_a_busy_container_is_retried()
    {
        _engine.FailedFreezes = 2;
        using DockerServiceHost host = await OpenAsync();

        await host.ActAsync("kafka", ServiceAction.Suspend, PipelineFixture.Deadline, Token);

        Assert.Equal(3, _engine.Acts.Count);
        Assert.Equal(ServiceState.Suspended, (await host.GetStatusAsync("kafka", Token)).State);
    }

    [Fact]
    public async Task State_distinguishes_stop_kill_and_exit()
    {
        using DockerServiceHost host = await OpenAsync();
        await host.ActAsync("kafka", ServiceAction.Kill, PipelineFixture.Deadline, Token);
        ServiceStatus killed = await host.GetStatusAsync("kafka", Token);
        Assert.Equal(ServiceState.Killed, killed.State);
        Assert.Equal(_engine["kafka"].FinishedAt, killed.Since);
        Assert.Equal(0, killed.RestartCount);

        await host.ActAsync("kafka", ServiceAction.Start, Long, Token);
        ServiceStatus ready = await host.GetStatusAsync("kafka", Token);
        Assert.Equal((ServiceState.Ready, 1), (ready.State, ready.RestartCount));
        Assert.Equal(new Uri("kafka://127.0.0.1:19092"), ready.Endpoint);

        _engine.Set("kafka", container => container with
        {
            Status = ContainerStatus.Exited, ExitCode = 3, FinishedAt = container.FinishedAt.AddHours(1),
        });
        ServiceStatus failed = await host.GetStatusAsync("kafka", Token);
        Assert.Equal((ServiceState.Failed, "exited with code 3"), (failed.State, failed.Detail));
    }

    [Fact]
    public async Task Running_service_that_does_not_answer_is_unresponsive()
    {
        using DockerServiceHost host = await OpenAsync();
        _fault = "connection refused";

        ServiceStatus status = await host.GetStatusAsync("kafka", Token);
        Assert.Equal((ServiceState.Unresponsive, "connection refused"), (status.State, status.Detail));
        Assert.Equal(ServiceState.Ready, (await host.GetStatusAsync("cassandra", Token)).State);
    }

    [Fact]
    public async Task Probe_that_ignores_its_token_does_not_delay_the_status()
    {
        using DockerServiceHost host = await OpenAsync(_ => new TaskCompletionSource().Task);

        ServiceStatus status = await host.GetStatusAsync("kafka", Token);
        Assert.Equal(ServiceState.Unresponsive, status.State);
        Assert.Contains("did not answer within", status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_waits_until_the_service_answers()
    {
        using DockerServiceHost host = await OpenAsync();
        await host.ActAsync("kafka", ServiceAction.Stop, Long, Token);
        _fault = "not yet";
        Task start = host.ActAsync("kafka", ServiceAction.Start, Long, Token).AsTask();
        await Task.Delay(Short, TimeProvider.System, Token);
        Assert.False(start.IsCompleted);

        _fault = null;
        await start;
        Assert.Contains("start kafka-1-id", _engine.Acts);
    }

    [Fact]
    public async Task Start_that_times_out_reports_the_last_answer_and_log_lines()
    {
        using DockerServiceHost host = await OpenAsync();
        await host.ActAsync("kafka", ServiceAction.Stop, Long, Token);
        _fault = "connection refused";
        _engine.Log.AddRange(Enumerable.Range(1, 30).Select(number => $"line {number}\e"));

        ServiceNotReadyException error = await Assert.ThrowsAsync<ServiceNotReadyException>(
            async () => await host.ActAsync("kafka", ServiceAction.Start, OneObservation, Token));
        Assert.Equal(("kafka", "start", "connection refused"), (error.Target, error.Attempted, error.Reason));
        Assert.Equal(ServiceEvidence.LineCount, error.Evidence.Count);
        Assert.Equal("line 30\e", error.Evidence[^1]);
        Assert.Contains("line 30\\e", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', error.Message);
    }

    [Fact]
    public async Task Start_of_a_container_that_exits_reports_the_exit_code()
    {
        using DockerServiceHost host = await OpenAsync();
        await host.ActAsync("kafka", ServiceAction.Stop, Long, Token);
        _engine.OnStart = container => container with { Status = ContainerStatus.Exited, ExitCode = 78 };
        _engine.Log.Add("bad configuration");

        ServiceExitedException error = await Assert.ThrowsAsync<ServiceExitedException>(
            async () => await host.ActAsync("kafka", ServiceAction.Start, Long, Token));
        Assert.Equal((78, "kafka"), (error.ExitCode, error.Target));
        Assert.Equal(["bad configuration"], error.Evidence);
    }

    [Fact]
    public async Task Job_that_exits_for_another_schema_version_has_its_own_error()
    {
        using DockerServiceHost host = await OpenAsync();
        await host.ActAsync("kafka", ServiceAction.Stop, Long, Token);
        _engine.OnStart = container => container with { Status = ContainerStatus.Exited, ExitCode = 1 };
        _engine.Log.AddRange(RefusedSchema);

        StoreSchemaException error = await Assert.ThrowsAsync<StoreSchemaException>(async () => await host.ActAsync("kafka", ServiceAction.Start, Long, Token));
        Assert.Equal(("mine", 7, 1), (error.Target, error.Found, error.Known));
    }

    [Fact]
    public async Task Restart_loop_for_another_schema_version_is_not_waited_for()
    {
        using DockerServiceHost host = await OpenAsync(_ =>
        {
            // It exits and is started again before the next observation.
            _engine.Set("kafka", container => container with { FinishedAt = container.StartedAt.AddSeconds(5), StartedAt = container.StartedAt.AddSeconds(6) });
            _engine.Log.AddRange(RefusedSchema);
            return Task.FromException(new IOException("connection refused"));
        });

        // Not at a deadline: the wait has none.
        await Assert.ThrowsAsync<StoreSchemaException>(() => host.ActAsync("kafka", ServiceAction.Start, Timeout.InfiniteTimeSpan, Token).AsTask()
            .WaitAsync(PipelineFixture.Deadline, TimeProvider.System, Token));
    }

    [Fact]
    public async Task Job_that_fails_without_exiting_reports_the_reason_at_the_deadline()
    {
        using DockerServiceHost host = await OpenAsync();
        _fault = "connection refused";
        _engine.Log.AddRange(RefusedSchema);

        await Assert.ThrowsAsync<StoreSchemaException>(async () => await host.ActAsync("kafka", ServiceAction.Start, OneObservation, Token));
    }

    [Fact]
    public async Task Failure_of_an_earlier_run_is_not_reported_for_this_one()
    {
        using DockerServiceHost host = await OpenAsync();
        await host.ActAsync("kafka", ServiceAction.Stop, Long, Token);
        _engine.EarlierLog.AddRange(RefusedSchema.Select(line => (_engine["kafka"].StartedAt, line)));
        _engine.OnStart = container => container with { Status = ContainerStatus.Exited, ExitCode = 137 };
        _engine.Log.Add("killed");

        ServiceExitedException error = await Assert.ThrowsAsync<ServiceExitedException>(
            async () => await host.ActAsync("kafka", ServiceAction.Start, Long, Token));
        Assert.Equal(["killed"], error.Evidence);
    }

    [Fact]
    public async Task Lines_before_the_reported_start_time_belong_to_this_run()
    {
        using DockerServiceHost host = await OpenAsync();
        await host.ActAsync("kafka", ServiceAction.Stop, Long, Token);
        _engine.OnStart = container => container with { Status = ContainerStatus.Exited, ExitCode = 78 };
        _engine.EarlierLog.Add((_engine["kafka"].FinishedAt.AddMilliseconds(1), "bad configuration"));

        ServiceExitedException error = await Assert.ThrowsAsync<ServiceExitedException>(
            async () => await host.ActAsync("kafka", ServiceAction.Start, Long, Token));
        Assert.Equal(["bad configuration"], error.Evidence);
    }

    [Theory]
    [InlineData(ServiceAction.Suspend, "Cannot suspend kafka: it is Stopped.")]
    [InlineData(ServiceAction.Resume, "Cannot resume kafka: it is Stopped.")]
    public async Task Stopped_service_is_neither_suspended_nor_resumed(ServiceAction action, string message)
    {
        using DockerServiceHost host = await OpenAsync();
        await host.ActAsync("kafka", ServiceAction.Stop, Long, Token);

        ServiceStateException error = await Assert.ThrowsAsync<ServiceStateException>(async () => await host.ActAsync("kafka", action, Long, Token));
        Assert.Equal(message, error.Message);
    }

    [Fact]
    public async Task Operations_are_serialized_per_service_only()
    {
        using DockerServiceHost host = await OpenAsync();
        await _engine.Gate.WaitAsync(Token);
        Task stop = host.ActAsync("kafka", ServiceAction.Stop, Long, Token).AsTask();
        ServiceTimeoutException error = await Assert.ThrowsAsync<ServiceTimeoutException>(
            async () => await host.ActAsync("kafka", ServiceAction.Start, Short, Token));
        Assert.Contains("another action on it has not ended", error.Message, StringComparison.Ordinal);
        await host.ActAsync("cassandra", ServiceAction.Start, Long, Token);
        _engine.Gate.Release();
        await stop;
    }

    [Fact]
    public async Task Recreated_container_is_found()
    {
        using DockerServiceHost host = await OpenAsync();
        _engine.Remove("kafka");
        Assert.Equal(ServiceState.Failed, (await host.GetStatusAsync("kafka", Token)).State);
        await Assert.ThrowsAsync<ServiceUnavailableException>(async () => await host.ActAsync("kafka", ServiceAction.Stop, Long, Token));

        _engine.Listed.Clear();
        _engine.Add("kafka");
        Assert.Equal(ServiceState.Ready, (await host.GetStatusAsync("kafka", Token)).State);
    }

    [Fact]
    public async Task Log_is_read_by_name()
    {
        using DockerServiceHost host = await OpenAsync();
        _engine.Log.AddRange(["a", "b", "c"]);
        List<string> lines = [];
        await foreach (string line in host.ReadLogAsync("KAFKA", last: 2, follow: false, Token))
        {
            lines.Add(line);
        }

        Assert.Equal(["b", "c"], lines);
    }

    private Task<DockerServiceHost> OpenAsync(Func<CancellationToken, Task>? probe = null) => DockerServiceHost.OpenAsync(
        _engine,
        FakeContainerEngine.Project,
        new Dictionary<string, Func<CancellationToken, Task>>
        {
            ["kafka"] = probe ?? (_ => _fault is { } fault ? Task.FromException(new IOException(fault)) : Task.CompletedTask),
        },
        Short,
        TimeProvider.System,
        NullLogger.Instance,
        Token);
}
