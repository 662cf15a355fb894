using EventLogDemo.Engine.Flink;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Integration.Tests.Flink;

/// <summary>The job with everything it needs, in containers of a network of its own.</summary>
public sealed class FlinkStack : IAsyncLifetime
{
    private const string JobManager = "jobmanager";
    private const string TaskManager = "taskmanager";
    private static readonly TimeSpan LongestStart = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(500);

    private static readonly string[] Broker =
    [
        "KAFKA_NODE_ID=1", "KAFKA_PROCESS_ROLES=broker,controller", "KAFKA_CONTROLLER_QUORUM_VOTERS=1@localhost:9093",
        "KAFKA_LISTENERS=IN://:29092,CONTROLLER://:9093", "KAFKA_ADVERTISED_LISTENERS=IN://kafka:29092",
        "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP=IN:PLAINTEXT,CONTROLLER:PLAINTEXT", "KAFKA_INTER_BROKER_LISTENER_NAME=IN",
        "KAFKA_CONTROLLER_LISTENER_NAMES=CONTROLLER", "KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR=1",
        "KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR=1", "KAFKA_TRANSACTION_STATE_LOG_MIN_ISR=1",
        "KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS=0", "CLUSTER_ID=MkU3OEVBNTcwNTJENDM2Qk", "KAFKA_HEAP_OPTS=-Xmx512m -Xms256m",
    ];

    private static readonly string[] Node =
    [
        "MAX_HEAP_SIZE=512M", "HEAP_NEWSIZE=128M", "CASSANDRA_NUM_TOKENS=1",
        "JVM_OPTS=-Dcassandra.skip_wait_for_gossip_to_settle=0 -Dcassandra.initial_token=0",
    ];

    private static readonly string[] Job =
    [
        "EVENTLOGDEMO_CHECKPOINT=2s",
        """
        FLINK_PROPERTIES=jobmanager.memory.process.size: 700m
        taskmanager.memory.process.size: 1024m
        taskmanager.memory.managed.size: 0m
        taskmanager.numberOfTaskSlots: 1
        restart-strategy.type: fixed-delay
        restart-strategy.fixed-delay.attempts: 2147483647
        restart-strategy.fixed-delay.delay: 2s
        heartbeat.timeout: 15s
        heartbeat.interval: 3s
        metrics.fetcher.update-interval: 1000
        jobmanager.rpc.address: jobmanager
        """,
    ];

    private readonly string _network = $"eventlogdemo-test-flink-{Guid.NewGuid().ToString("N")[..8]}";
    private readonly int _port = DockerCli.FreePort();
    private string? _whyNot;

    /// <summary>How to reach it.</summary>
    public FlinkConnection Connection => new() { Endpoint = new Uri($"http://127.0.0.1:{_port}") };

    public async ValueTask InitializeAsync()
    {
        string kafka = Image("KAFKA_IMAGE", "apache/kafka:4.3.1");
        string cassandra = Image("CASSANDRA_IMAGE", "cassandra:5.0.8");
        string flink = Image("FLINK_IMAGE", "flink:2.3.0-java17");
        string jar = FindJar();
        _whyNot = await DockerCli.WhyNotAsync(kafka) ?? await DockerCli.WhyNotAsync(cassandra) ?? await DockerCli.WhyNotAsync(flink)
            ?? (File.Exists(jar) ? null : $"the Flink job is not built: there is no '{jar}'");
        if (_whyNot is not null)
        {
            return;
        }

        await DockerCli.RunAsync("network", "create", _network);
        string[] mounted = ["--volume", $"{jar}:/opt/flink/usrlib/event-store-job.jar:ro"];
        await RunAsync("cassandra", Node, [], cassandra);
        await RunAsync("kafka", Broker, [], kafka);
        await RunAsync(
            JobManager, Job, [.. mounted, "--publish", $"127.0.0.1:{_port}:8081"], flink, "standalone-job", "--job-classname", "eventlogdemo.EventStoreJob");
        await RunAsync(TaskManager, Job, mounted, flink, "taskmanager");
        await using FlinkProcessor processor = Open(TimeSpan.FromSeconds(10));
        await UntilAsync(async token => (await processor.GetStatusAsync(token)).State == ProcessorState.Running, "a running job");
    }

    public async ValueTask DisposeAsync()
    {
        if (_whyNot is null)
        {
            foreach (string name in (string[])[TaskManager, JobManager, "kafka", "cassandra"])
            {
                await DockerCli.RunAsync("rm", "--force", "--volumes", Container(name));
            }

            await DockerCli.RunAsync("network", "rm", _network);
        }
    }

    /// <summary>Skips the test where there is no stack.</summary>
    public void Need() => Assert.SkipWhen(_whyNot is not null, _whyNot ?? "");

    public FlinkProcessor Open(TimeSpan requestTimeout) => new(
        Connection,
        _ => ValueTask.FromResult(0L),
        async _ => await OnCoordinatorAsync("restart"),
        TimeProvider.System,
        requestTimeout);

    /// <summary>Does something to the coordinator's container.</summary>
    public Task OnCoordinatorAsync(string command) => DockerCli.RunAsync(command, Container(JobManager));

    /// <summary>Does something to the workers' container.</summary>
    public Task OnWorkersAsync(string command) => DockerCli.RunAsync(command, Container(TaskManager));

    /// <summary>Does something to the store's container.</summary>
    public Task OnStoreAsync(string command) => DockerCli.RunAsync(command, Container("cassandra"));

    /// <summary>Writes events without identity.</summary>
    public Task ProduceAsync(int count) => DockerCli.RunAsync(
        "exec", Container("kafka"), "/opt/kafka/bin/kafka-producer-perf-test.sh", "--topic", "events", "--num-records", $"{count}",
        "--record-size", "200", "--throughput", "-1", "--producer-props", "bootstrap.servers=kafka:29092");

    /// <summary>Waits until something is so, while the stack may not answer.</summary>
    public static async Task UntilAsync(Func<CancellationToken, Task<bool>> condition, string what)
    {
        long asked = TimeProvider.System.GetTimestamp();
        while (!await HoldsAsync(condition))
        {
            Assert.True(TimeProvider.System.GetElapsedTime(asked) < LongestStart, $"not within {LongestStart}: {what}");
            await Task.Delay(LookAgainAfter, TimeProvider.System);
        }
    }

    private static async Task<bool> HoldsAsync(Func<CancellationToken, Task<bool>> condition)
    {
        try
        {
            return await condition(TestContext.Current.CancellationToken);
        }
        catch (EngineException)
        {
            return false;
        }
    }

    private async Task RunAsync(string alias, string[] variables, string[] options, params string[] command) => await DockerCli.RunAsync([
        "run", "--detach", "--name", Container(alias), "--network", _network, "--network-alias", alias, "--restart", "unless-stopped",
        .. variables.SelectMany(variable => (string[])["--env", variable]), .. options, .. command]);

    private string Container(string alias) => $"{_network}-{alias}";

    private static string Image(string variable, string usual) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } image ? image : usual;

    private static string FindJar()
    {
        if (Environment.GetEnvironmentVariable("EVENTLOGDEMO_JOB_JAR") is { Length: > 0 } jar)
        {
            return Path.GetFullPath(jar);
        }

        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "EventLogDemo.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder?.FullName ?? "", "flink-job", "target", "event-store-job.jar");
    }
}
