using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Flink;
using EventLogDemo.Engine.Net;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Integration.Tests.Pipelines;

namespace EventLogDemo.Integration.Tests.Flink;

public sealed class FlinkProcessorTests(DockerStack stack)
{
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(500);

    private string _topic = "";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private FlinkConnection Connection => new() { Endpoint = new UriBuilder("http", "127.0.0.1", stack.FlinkPort).Uri };

    [Fact]
    public async Task A_running_job_reports_checkpoints_and_written_rows()
    {
        await using FlinkProcessor processor = await OpenAsync(RequestTimeout);
        await processor.ProbeCoordinatorAsync(Token);
        await processor.ProbeWorkersAsync(Token);
        ProcessorStatus before = await RunningAsync(processor);
        await processor.CheckpointAsync(Token);
        ProcessorStatus after = await processor.GetStatusAsync(Token);
        Assert.True(after.CheckpointCount > before.CheckpointCount);
        Assert.NotNull(after.LastCheckpoint);

        SinkCounters? counters = null;
        await UntilAsync(async token => (counters = await processor.SinkCountersAsync(token)) is not null, "counters of the sink");
        long written = counters!.RowsWritten;
        await ProduceAsync(1000);
        await UntilAsync(
            async token =>
            {
                long now = (await processor.SinkCountersAsync(token))?.RowsWritten ?? 0;
                // If an earlier test has restarted the workers, their counter restarts while the old value is still reported.
                return now - (now < written ? 0 : written) >= 1000;
            },
            "1,000 rows more");
        IEventLog log = (await stack.OpenAsync(Token)).Ports.Log;
        await UntilAsync(
            async token =>
            {
                IReadOnlyList<long> ends = await log.GetEndOffsetsAsync(token);
                return await processor.GetSettledOffsetsAsync(token) is { Count: > 0 } settled
                    && settled.All(entry => entry.Value == ends[entry.Key]);
            },
            "a sink that has settled all that it has taken");
    }

    [Fact]
    public async Task Workers_that_die_stop_the_job_and_restart_it()
    {
        await using FlinkProcessor processor = await OpenAsync(RequestTimeout);
        await UntilRestartsAreToldAsync();
        ProcessorStatus before = await RunningAsync(processor);
        await OnAsync(ServiceNames.FlinkTaskManager, "kill");
        await UntilAsync(
            async token => (await processor.GetStatusAsync(token)).State == ProcessorState.Stopped, "a job without workers");
        await Assert.ThrowsAsync<ServiceUnavailableException>(async () => await processor.ProbeWorkersAsync(Token));
        await OnAsync(ServiceNames.FlinkTaskManager, "start");
        await RunningAsync(processor);
        await UntilAsync(
            async token => (await processor.GetStatusAsync(token)).RestartCount > before.RestartCount, "a restart that is counted");
    }

    [Fact]
    public async Task A_restart_of_the_coordinator_is_a_restart_of_the_job()
    {
        await using FlinkProcessor processor = await OpenAsync(RequestTimeout);
        await processor.RestartAsync(Token);
        // At least one: a busy machine may lose its workers meanwhile.
        Assert.NotEqual(0, (await RunningAsync(processor)).RestartCount);
    }

    [Fact]
    public async Task A_frozen_coordinator_is_a_timeout_and_a_stopped_one_is_down()
    {
        await using FlinkProcessor processor = await OpenAsync(TimeSpan.FromSeconds(2));
        await DockerCli.PauseAsync(stack.ContainerOf(ServiceNames.Flink));
        await Assert.ThrowsAsync<ServiceTimeoutException>(async () => await processor.GetStatusAsync(Token));
        await OnAsync(ServiceNames.Flink, "unpause");
        await OnAsync(ServiceNames.Flink, "stop");
        await Assert.ThrowsAsync<ServiceUnavailableException>(async () => await processor.GetStatusAsync(Token));
        await OnAsync(ServiceNames.Flink, "start");
        await RunningAsync(processor);
    }

    [Fact]
    public async Task A_frozen_store_causes_back_pressure()
    {
        await using FlinkProcessor processor = await OpenAsync(RequestTimeout);
        await UntilAsync(async token => !(await processor.GetStatusAsync(token)).IsBackPressured, "no back-pressure left of before");
        await DockerCli.PauseAsync(stack.ContainerOf(ServiceNames.Cassandra));
        await ProduceAsync(5000);
        await UntilAsync(async token => (await processor.GetStatusAsync(token)).IsBackPressured, "back-pressure");
        await OnAsync(ServiceNames.Cassandra, "unpause");
        await UntilAsync(async token => !(await processor.GetStatusAsync(token)).IsBackPressured, "no back-pressure");
    }

    private async Task<FlinkProcessor> OpenAsync(TimeSpan requestTimeout)
    {
        _topic = (await stack.OpenAsync(Token)).Manifest.Topic;
        return new FlinkProcessor(Connection, _ => ValueTask.FromResult(0L), _ => RestartAsync(), TimeProvider.System, requestTimeout);
    }

    // Like an environment: completes only when all tasks run again.
    private async Task RestartAsync()
    {
        await OnAsync(ServiceNames.Flink, "restart");
        await UntilAsync(
            async token => FlinkJob.AreTasksRunning(await FindJobAsync(token)), "tasks at work after the coordinator's restart");
    }

    // A processor counts restarts from the first observation in which Flink reports them.
    private async Task UntilRestartsAreToldAsync()
    {
        using FlinkRest rest = new(Connection, TimeProvider.System, RequestTimeout);
        await UntilAsync(
            async token => await FindJobAsync(token) is { } job
                && await new FlinkMetrics(rest).ReadRestartsAsync(job.Id, token) is not null,
            "a job that tells its restarts");
    }

    private async Task<JobResponse?> FindJobAsync(CancellationToken cancellationToken)
    {
        using FlinkRest rest = new(Connection, TimeProvider.System, RequestTimeout);
        JobsResponse answer = await rest.GetAsync<JobsResponse>("jobs/overview", "look for the job", cancellationToken);
        return FlinkJob.Choose(answer.Jobs, Connection.JobName);
    }

    /// <summary>Waits until the job is running.</summary>
    private static async Task<ProcessorStatus> RunningAsync(FlinkProcessor processor)
    {
        ProcessorStatus? found = null;
        await UntilAsync(
            async token => (found = await processor.GetStatusAsync(token)).State == ProcessorState.Running, "a job at work");
        return found!;
    }

    private Task<string> OnAsync(string service, string command) => DockerCli.RunAsync(command, stack.ContainerOf(service));

    /// <summary>Writes events without identity.</summary>
    private Task<string> ProduceAsync(int count) => DockerCli.RunAsync(
        "exec", stack.ContainerOf(ServiceNames.Kafka), "/opt/kafka/bin/kafka-producer-perf-test.sh", "--topic", _topic,
        "--num-records", $"{count}", "--record-size", "200", "--throughput", "-1", "--producer-props", "bootstrap.servers=kafka:29092");

    /// <summary>Waits until a condition holds, while the services may not answer.</summary>
    private static async Task UntilAsync(Func<CancellationToken, Task<bool>> condition, string what)
    {
        long started = TimeProvider.System.GetTimestamp();
        while (!await HoldsAsync(condition))
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Timeout, $"not within {Timeout}: {what}");
            await Task.Delay(LookAgainAfter, TimeProvider.System, Token);
        }
    }

    private static async Task<bool> HoldsAsync(Func<CancellationToken, Task<bool>> condition)
    {
        try
        {
            return await condition(Token);
        }
        catch (EngineException)
        {
            return false;
        }
    }
}
