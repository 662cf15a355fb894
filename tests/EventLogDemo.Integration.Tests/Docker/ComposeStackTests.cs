using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;
using EventLogDemo.Engine.Docker.Services;
using EventLogDemo.Engine.Pipelines;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventLogDemo.Integration.Tests.Docker;

/// <summary>The project's own compose file, with the real engines.</summary>
public sealed class ComposeStackTests(ComposeStack stack)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(5);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_four_services_come_up_and_answer()
    {
        await stack.UpAsync(Token);
        using DockerServiceHost host = await OpenAsync();
        Assert.Equal(ServiceNames.All, host.Names);
        foreach (string name in host.Names)
        {
            await host.StartAsync(name, Patience, Token);
            Assert.Equal(ServiceState.Ready, (await host.GetStatusAsync(name, Token)).State);
        }
    }

    [Fact]
    public async Task Whoever_attaches_finds_ports_and_settings()
    {
        await stack.UpAsync(Token);

        Assert.Equal(stack.KafkaPort, (await stack.Project.FindPortAsync(ServiceNames.Kafka, 9092, Token)).Outside);
        Assert.Equal(stack.CassandraPort, (await stack.Project.FindPortAsync(ServiceNames.Cassandra, 9042, Token)).Outside);
        Assert.Equal(stack.FlinkPort, (await stack.Project.FindPortAsync(ServiceNames.Flink, 8081, Token)).Outside);
        Assert.Equal(stack.Topic, (await stack.Project.ReadVariablesAsync(ServiceNames.Flink, Token))["EVENTLOGDEMO_TOPIC"]);
    }

    [Fact]
    public async Task Killed_jobmanager_brings_the_job_back_by_itself()
    {
        await stack.UpAsync(Token);
        using DockerServiceHost host = await OpenAsync();
        await host.StartAsync(ServiceNames.Flink, Patience, Token);
        await host.KillAsync(ServiceNames.Flink, Token);
        Assert.Equal(ServiceState.Killed, (await host.GetStatusAsync(ServiceNames.Flink, Token)).State);

        await host.StartAsync(ServiceNames.Flink, Patience, Token);
        Assert.Equal(ServiceState.Ready, (await host.GetStatusAsync(ServiceNames.Flink, Token)).State);
    }

    private Task<DockerServiceHost> OpenAsync() => DockerServiceHost.OpenAsync(
        stack.Engine,
        stack.ProjectName,
        new Dictionary<string, Func<CancellationToken, Task>>
        {
            [ServiceNames.Kafka] = token => ConnectAsync(stack.KafkaPort, token),
            [ServiceNames.Cassandra] = token => ConnectAsync(stack.CassandraPort, token),
            [ServiceNames.Flink] = AskForJobAsync,
        },
        ProbeTimeout,
        TimeProvider.System,
        NullLogger.Instance,
        Token);

    private static async Task ConnectAsync(int port, CancellationToken cancellationToken)
    {
        using TcpClient client = new();
        await client.ConnectAsync("127.0.0.1", port, cancellationToken);
    }

    private async Task AskForJobAsync(CancellationToken cancellationToken)
    {
        using HttpClient client = new();
        string address = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{stack.FlinkPort}/jobs/overview");
        using JsonDocument answer = JsonDocument.Parse(await client.GetStringAsync(new Uri(address), cancellationToken));
        JsonElement job = answer.RootElement.GetProperty("jobs").EnumerateArray().Single();
        JsonElement tasks = job.GetProperty("tasks");
        if (job.GetProperty("state").GetString() != "RUNNING"
            || tasks.GetProperty("running").GetInt32() != tasks.GetProperty("total").GetInt32())
        {
            throw new IOException($"the job is {job.GetProperty("state").GetString()}");
        }
    }
}
