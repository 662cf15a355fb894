using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Kafka;
using EventLogDemo.Engine.Net;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventLogDemo.Integration.Tests.Kafka;

/// <summary>Three brokers, each a controller too, in containers of a network of their own.</summary>
public sealed class KafkaCluster : IAsyncLifetime
{
    private const int BrokerCount = 3;

    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(3);

    private readonly string _network = $"eventlogdemo-test-brokers-{Guid.NewGuid().ToString("N")[..8]}";
    private readonly int[] _ports = [.. Enumerable.Range(0, BrokerCount).Select(_ => RealEngines.FindFreePort())];
    private string? _whyNot;

    /// <summary>How to reach the cluster; a test that uses it is skipped if there is none.</summary>
    internal KafkaConnection Connection
    {
        get
        {
            RealEngines.SkipFor(_whyNot);
            return new KafkaConnection { BootstrapServers = string.Join(',', _ports.Select(port => $"127.0.0.1:{port}")) };
        }
    }

    public async ValueTask InitializeAsync()
    {
        _whyNot = await RealEngines.FindMissingAsync(RealEngines.KafkaImage);
        if (_whyNot is not null)
        {
            return;
        }

        await DockerCli.RunAsync("network", "create", _network);
        try
        {
            for (int number = 1; number <= BrokerCount; number++)
            {
                await DockerCli.RunAsync([
                    "run", "--detach", "--name", NameOf(number), "--network", _network, "--memory", "700m",
                    "--publish", $"127.0.0.1:{_ports[number - 1]}:{_ports[number - 1]}",
                    .. SettingsOf(number).SelectMany(setting => (string[])["--env", setting]), RealEngines.KafkaImage]);
            }

            await UntilReadyAsync();
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_whyNot is null)
        {
            for (int number = 1; number <= BrokerCount; number++)
            {
                await DockerCli.RunAsync("rm", "--force", "--volumes", NameOf(number));
            }

            await DockerCli.RunAsync("network", "rm", _network);
        }
    }

    /// <summary>Kills a broker, numbered from 1, with signal 9.</summary>
    public Task KillAsync(int number) => DockerCli.RunAsync("kill", NameOf(number));

    private string NameOf(int number) => $"{_network}-{number}";

    private string[] SettingsOf(int number)
    {
        string voters = string.Join(',', Enumerable.Range(1, BrokerCount).Select(each => $"{each}@{NameOf(each)}:9093"));
        return
        [
            "CLUSTER_ID=VGhyZWVCcm9rZXJzMDAwMQ",
            $"KAFKA_NODE_ID={number}",
            "KAFKA_PROCESS_ROLES=broker,controller",
            $"KAFKA_CONTROLLER_QUORUM_VOTERS={voters}",
            "KAFKA_CONTROLLER_LISTENER_NAMES=CONTROLLER",
            $"KAFKA_LISTENERS=INSIDE://:29092,CONTROLLER://:9093,OUTSIDE://:{_ports[number - 1]}",
            $"KAFKA_ADVERTISED_LISTENERS=INSIDE://{NameOf(number)}:29092,OUTSIDE://127.0.0.1:{_ports[number - 1]}",
            "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP=INSIDE:PLAINTEXT,OUTSIDE:PLAINTEXT,CONTROLLER:PLAINTEXT",
            "KAFKA_INTER_BROKER_LISTENER_NAME=INSIDE",
            "KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS=1",
            "KAFKA_AUTO_CREATE_TOPICS_ENABLE=false",
            "KAFKA_LOG_DIRS=/var/lib/kafka/data",
            "KAFKA_HEAP_OPTS=-Xms256m -Xmx384m",
        ];
    }

    private async Task UntilReadyAsync()
    {
        long begun = TimeProvider.System.GetTimestamp();
        foreach (int port in _ports)
        {
            using KafkaProbe probe = new(
                new KafkaConnection { BootstrapServers = $"127.0.0.1:{port}" }, "events", TimeProvider.System, NullLogger.Instance);
            while (true)
            {
                try
                {
                    await probe.PingAsync(TimeSpan.FromSeconds(5), CancellationToken.None);
                    break;
                }
                catch (EngineException) when (TimeProvider.System.GetElapsedTime(begun) < StartTimeout)
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(250), TimeProvider.System, CancellationToken.None);
                }
            }
        }
    }
}
