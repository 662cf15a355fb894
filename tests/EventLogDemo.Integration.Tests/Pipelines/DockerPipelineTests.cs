using System.Diagnostics;
using System.Globalization;
using EventLogDemo.CrashChild;
using EventLogDemo.Engine.Docker.Compose;
using EventLogDemo.Engine.Environments;
using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Metrics;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Stepping;
using EventLogDemo.Engine.Streams;
using EventLogDemo.Integration.Tests.Cassandra;

namespace EventLogDemo.Integration.Tests.Pipelines;

/// <summary>The project's own compose file, with the real engines.</summary>
public sealed class DockerPipelineTests(DockerStack stack, ITestOutputHelper output)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_four_services_start_and_answer()
    {
        Pipeline pipeline = await stack.OpenAsync(Token);
        Assert.Equal(ServiceNames.All, pipeline.Ports.Services.Names);
        PipelineMetric sample = await PipelineWait.HealthyAsync(pipeline, PipelineLoad.Deadline, Token);

        Assert.All(sample.Services, service => Assert.Equal(ServiceState.Ready, service.State));
    }

    [Fact]
    public Task A_hundred_thousand_events_of_1_KB_arrive_each_once() => AssertArriveEachOnceAsync(100_000);

    [Fact]
    [Trait(LongTests.Trait, LongTests.Value)]
    public Task A_million_events_of_1_KB_arrive_each_once() => AssertArriveEachOnceAsync(1_000_000);

    private async Task AssertArriveEachOnceAsync(int count)
    {
        Pipeline pipeline = await stack.OpenAsync(Token);
        await using PipelineLoad load = await PipelineLoad.StartAsync(pipeline, new LogStreamOptions { Rate = 0, Count = count });

        (StreamCounts counts, long inKafka, long? inCassandra) = await load.DrainAsync(TimeSpan.FromMinutes(15));
        Assert.Equal((count, count, count), (counts.Attempted, counts.Acked, inKafka));
        Assert.Equal(count, inCassandra ?? count);
        output.WriteLine(await stack.AuditAsync(load.Begins));
    }

    [Fact]
    public async Task Jobmanager_that_dies_is_restarted_and_resumes_from_its_committed_offsets()
    {
        Pipeline pipeline = await stack.OpenAsync(Token);
        await using PipelineLoad load = await PipelineLoad.StartAsync(pipeline, new LogStreamOptions { Rate = 500 });
        await load.FlowsAsync(1000);
        int restarts = (await pipeline.Ports.Services.GetStatusAsync(ServiceNames.Flink, Token)).RestartCount;
        string id = await DockerCli.RunAsync("inspect", "--format", "{{.State.Pid}}", stack.ContainerOf(ServiceNames.Flink));
        using (Process coordinator = Process.GetProcessById(int.Parse(id, CultureInfo.InvariantCulture)))
        {
            coordinator.Kill();
        }

        // Does not wait to see it down: it may be back before the next observation.
        await load.UntilAsync(
            sample => sample.Services.Single(service => service.Name == ServiceNames.Flink).RestartCount > restarts, "another jobmanager");
        await PipelineWait.HealthyAsync(pipeline, PipelineLoad.Deadline, Token);
        await load.FlowsAsync(1000);

        (StreamCounts counts, long inKafka, _) = await load.DrainAsync();
        Assert.Equal((counts.Attempted, counts.Attempted), (counts.Acked, inKafka));
        output.WriteLine(await stack.AuditAsync(load.Begins));
    }

    [Fact]
    public async Task Stopped_services_come_back_with_the_next_start()
    {
        Pipeline pipeline = await stack.OpenAsync(Token);
        foreach (string service in pipeline.Ports.Services.Names)
        {
            await pipeline.Ports.Services.ActAsync(service, ServiceAction.Stop, PipelineLoad.Deadline, Token);
        }

        await using Pipeline again = await stack.Environments.StartAsync(stack.Options, progress: null, Token);
        await PipelineWait.HealthyAsync(again, PipelineLoad.Deadline, Token);
        PipelineMetric sample = await PipelineWait.DrainedAsync(again, PipelineLoad.Deadline, Token);
        Assert.Equal((await pipeline.Ports.Log.GetEndOffsetsAsync(Token)).Sum(), sample.KafkaCount);
    }

    [Fact]
    public async Task Stop_keeps_the_data_for_the_next_start()
    {
        const int Count = 2000;
        Pipeline pipeline = await stack.OpenAsync(Token);
        await using PipelineLoad load = await PipelineLoad.StartAsync(pipeline, new LogStreamOptions { Rate = 0, Count = Count });
        await load.DrainAsync();
        IReadOnlyList<long> ends = await pipeline.Ports.Log.GetEndOffsetsAsync(Token);
        await stack.DownAsync();
        Assert.Empty(await DockerCli.RunAsync("ps", "--all", "--quiet", "--filter", $"label=com.docker.compose.project={stack.ProjectName}"));

        Pipeline again = await stack.OpenAsync(Token);
        Assert.Equal(ends, await again.Ports.Log.GetEndOffsetsAsync(Token));
        await using PipelineLoad next = await PipelineLoad.StartAsync(again, new LogStreamOptions { Rate = 0, Count = Count });
        (StreamCounts counts, long inKafka, long? inCassandra) = await next.DrainAsync();
        Assert.Equal((Count, Count, Count), (counts.Acked, inKafka, inCassandra ?? Count));
        output.WriteLine(await stack.AuditAsync(load.Begins));
    }

    [Fact]
    public async Task Tables_of_another_version_have_their_own_error_until_they_are_removed()
    {
        const int Other = 99;
        Pipeline pipeline = await stack.OpenAsync(Token);
        IServiceHost services = pipeline.Ports.Services;
        await services.ActAsync(ServiceNames.Flink, ServiceAction.Stop, PipelineLoad.Deadline, Token);
        await SetSchemaVersionAsync(Other);
        try
        {
            StoreSchemaException error = await Assert.ThrowsAsync<StoreSchemaException>(
                async () => await services.ActAsync(ServiceNames.Flink, ServiceAction.Start, PipelineLoad.Deadline, Token));
            Assert.Equal(("eventlogdemo", Other, 1), (error.Target, error.Found, error.Known));
        }
        finally
        {
            await SetSchemaVersionAsync(1);
        }

        await services.ActAsync(ServiceNames.Flink, ServiceAction.Start, PipelineLoad.Deadline, Token);
        await PipelineWait.HealthyAsync(pipeline, PipelineLoad.Deadline, Token);
    }

    [Fact]
    public async Task Failed_start_keeps_existing_data()
    {
        await stack.OpenAsync(Token);
        string name = $"test-{Guid.NewGuid().ToString("N")[..8]}";
        string project = ComposeArguments.ProjectOf(name);
        string volume = $"{project}_kafka";
        await DockerCli.RunAsync(
            "volume", "create", "--label", $"com.docker.compose.project={project}", "--label", "com.docker.compose.volume=kafka", volume);
        DockerEnvironment environment = new(
            DockerStack.OptionsFor(
                RealEngines.FindJobJar(), RealEngines.FindFreePort(), RealEngines.FindFreePort(), RealEngines.FindFreePort()) with
            {
                ReadyTimeout = TimeSpan.FromMilliseconds(1),
            },
            TimeProvider.System);
        try
        {
            await Assert.ThrowsAnyAsync<EngineException>(
                () => environment.StartAsync(new PipelineOptions { Name = name }, progress: null, Token));
            Assert.Equal(volume, await DockerCli.RunAsync("volume", "ls", "--quiet", "--filter", $"name={volume}"));
            Assert.Empty(await DockerCli.RunAsync("ps", "--all", "--quiet", "--filter", $"label=com.docker.compose.project={project}"));
            Assert.False(Directory.Exists(DockerEnvironment.FolderOf(name)));
        }
        finally
        {
            await DockerCli.TryAsync("volume", "rm", volume, $"{project}_cassandra", $"{project}_flink-checkpoints", $"{project}_flink-job");
        }
    }

    [Fact]
    public async Task Killed_process_leaves_a_pipeline_that_the_next_one_can_use()
    {
        const int Acknowledged = 5000;
        Pipeline pipeline = await stack.OpenAsync(Token);
        await PipelineWait.DrainedAsync(pipeline, PipelineLoad.Deadline, Token);
        IReadOnlyList<long> begins = await pipeline.Ports.Log.GetEndOffsetsAsync(Token);
        (Guid run, Dictionary<int, IntervalSet> acknowledged) = await CrashProcess.RunUntilKilledAsync(
            Token, "docker", stack.Name, $"{Acknowledged}");
        Assert.True(acknowledged.Values.Sum(seqs => seqs.Count) >= Acknowledged);

        await using Pipeline next = await stack.Environments.ConnectAsync(stack.Name, stack.Options, progress: null, Token);
        await using PipelineLoad load = await PipelineLoad.StartAsync(next, new LogStreamOptions { Rate = 0, Count = 1000 });
        (StreamCounts counts, long inKafka, long? inCassandra) = await load.DrainAsync();
        Assert.Equal((1000, 1000, 1000), (counts.Acked, inKafka, inCassandra ?? 1000));
        foreach ((int partition, IntervalSet seqs) in acknowledged)
        {
            (IntervalSet found, long records) = await PipelineLoad.ReadSeqsAsync(next.Ports.Log, run, partition, begins[partition]);
            Assert.True(seqs.Except(found).IsEmpty, $"acknowledged and not in partition {partition}: {seqs.Except(found)}");
            Assert.Equal(found.Count, records);
        }

        output.WriteLine(await stack.AuditAsync(begins));
    }

    private Task SetSchemaVersionAsync(int version) => CqlStatement.ExecuteAsync(
        stack.CassandraPort, $"UPDATE eventlogdemo.schema_version SET version = {version} WHERE component = 'event'", Token);
}
