using EventLogDemo.Engine.Kafka;
using EventLogDemo.Engine.Net;
using EventLogDemo.Engine.Pipelines;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventLogDemo.Integration.Tests.Kafka;

/// <summary>One broker in a container of its own, for the tests of a class. Where there is none, <see cref="Connection"/> skips the test.</summary>
public class KafkaContainer : IAsyncLifetime
{
    private const int InsidePort = 29092;
    private const int ControllerPort = 29093;

    // Takes seconds on an idle machine.
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(3);

    private readonly string _name = $"eventlogdemo-test-kafka-{Guid.NewGuid():N}";
    private string? _whyNot;

    /// <summary>Name of the container.</summary>
    public string Name => _name;

    /// <summary>Port of the plain-text listener on this machine.</summary>
    protected int Port { get; } = RealEngines.FindFreePort();

    /// <summary>How to reach the broker without a login.</summary>
    public KafkaConnection Connection
    {
        get
        {
            SkipWithoutDocker();
            return new KafkaConnection { BootstrapServers = $"127.0.0.1:{Port}" };
        }
    }

    /// <summary>Skips the current test if there is no Docker or no image.</summary>
    public void SkipWithoutDocker() => RealEngines.SkipFor(_whyNot);

    public async ValueTask InitializeAsync()
    {
        _whyNot = await RealEngines.FindMissingAsync(RealEngines.KafkaImage);
        if (_whyNot is not null)
        {
            return;
        }

        try
        {
            await RunContainerAsync();
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    private async Task RunContainerAsync()
    {
        List<string> arguments = ["create", "--name", _name, "--memory", "1g"];
        arguments.AddRange(Ports.SelectMany(port => new[] { "--publish", $"127.0.0.1:{port}:{port}" }));
        arguments.AddRange(Variables.SelectMany(variable => new[] { "--env", $"{variable.Key}={variable.Value}" }));
        await DockerCli.RunAsync([.. arguments, RealEngines.KafkaImage]);
        await PrepareAsync();
        await DockerCli.RunAsync("start", _name);
        await UntilReadyAsync();
        await FurnishAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_whyNot is null)
        {
            await DockerCli.TryAsync("rm", "--force", "--volumes", _name);
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Runs one of Kafka's own tools in the container, over the listener without a login.</summary>
    public Task<string> ToolAsync(string tool, params string[] arguments) => DockerCli.RunAsync(
        ["exec", _name, $"/opt/kafka/bin/{tool}.sh", "--bootstrap-server", $"localhost:{InsidePort}", .. arguments]);

    private async Task<string> LastLinesAsync()
    {
        (_, string output, string error) = await DockerCli.TryAsync("logs", "--tail", "5", _name);
        return output + error;
    }

    /// <summary>Waits for a working round trip.</summary>
    public async Task UntilReadyAsync()
    {
        using KafkaProbe probe = new(Connection, "events", TimeProvider.System, NullLogger.Instance);
        long begun = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                await probe.PingAsync(TimeSpan.FromSeconds(5), CancellationToken.None);
                return;
            }
            catch (Exception failure) when (failure is ServiceUnavailableException or ServiceTimeoutException)
            {
                string state = await DockerCli.RunAsync("inspect", "--format", "{{.State.Status}}", _name);
                Assert.True(
                    state == "running" && TimeProvider.System.GetElapsedTime(begun) < StartTimeout,
                    $"The broker is {state} and not ready: {failure.Message} {await LastLinesAsync()}");
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, CancellationToken.None);
            }
        }
    }

    /// <summary>Ports to publish.</summary>
    protected virtual IEnumerable<int> Ports => [Port];

    /// <summary>The broker's settings.</summary>
    protected virtual Dictionary<string, string> Variables => new()
    {
        ["CLUSTER_ID"] = "MkU3OEVBNTcwNTJENDM2Qk",
        ["KAFKA_NODE_ID"] = "1",
        ["KAFKA_PROCESS_ROLES"] = "broker,controller",
        ["KAFKA_CONTROLLER_QUORUM_VOTERS"] = $"1@localhost:{ControllerPort}",
        ["KAFKA_LISTENERS"] = $"INSIDE://:{InsidePort},CONTROLLER://:{ControllerPort},OUTSIDE://:{Port}",
        ["KAFKA_ADVERTISED_LISTENERS"] = $"INSIDE://localhost:{InsidePort},OUTSIDE://127.0.0.1:{Port}",
        ["KAFKA_LISTENER_SECURITY_PROTOCOL_MAP"] = "INSIDE:PLAINTEXT,OUTSIDE:PLAINTEXT,CONTROLLER:PLAINTEXT",
        ["KAFKA_INTER_BROKER_LISTENER_NAME"] = "INSIDE",
        ["KAFKA_CONTROLLER_LISTENER_NAMES"] = "CONTROLLER",
        ["KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR"] = "1",
        ["KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS"] = "1",
        ["KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR"] = "1",
        ["KAFKA_TRANSACTION_STATE_LOG_MIN_ISR"] = "1",
        ["KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS"] = "0",
        // So that a topic that a request created by mistake is noticed.
        ["KAFKA_AUTO_CREATE_TOPICS_ENABLE"] = "true",
        ["KAFKA_LOG_DIRS"] = "/var/lib/kafka/data",
        ["KAFKA_HEAP_OPTS"] = "-Xms256m -Xmx512m",
    };

    /// <summary>Copies what it needs to the container before it starts.</summary>
    protected virtual Task PrepareAsync() => Task.CompletedTask;

    /// <summary>Creates what the tests need in the running broker.</summary>
    protected virtual Task FurnishAsync() => Task.CompletedTask;
}
