using System.Net;
using EventLogDemo.Engine.Cassandra;
using EventLogDemo.Engine.Environments;
using EventLogDemo.Engine.Events;
using EventLogDemo.Engine.Kafka;
using EventLogDemo.Engine.Metrics;
using EventLogDemo.Engine.Net;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Streams;
using EventLogDemo.Integration.Tests.Cassandra;
using EventLogDemo.Integration.Tests.Kafka;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventLogDemo.Integration.Tests.Pipelines;

/// <summary>External clusters: those of the Docker pipeline, a broker with logins and a node with logins.</summary>
[Collection<SecuredEngines>]
public sealed class ExternalPipelineTests(DockerStack stack, SecureKafkaContainer broker, SecuredNode node) : IDisposable
{
    // The promised time until a mistyped password is reported; an idle machine needs one second.
    private static readonly TimeSpan ErrorTimeout = TimeSpan.FromSeconds(10);

    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"eventlogdemo-external-{Guid.NewGuid():N}");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    [Fact]
    public async Task Events_are_counted_from_the_start_on_even_after_a_later_connect()
    {
        const int Count = 2000;
        ClusterOptions clusters = await FindClustersAsync();
        ExternalEnvironment environment = new(clusters, TimeProvider.System);
        PipelineOptions options = stack.Options with { Name = "external", Path = _folder };
        await using (Pipeline pipeline = await environment.StartAsync(options, progress: null, Token))
        {
            await using PipelineLoad load = await PipelineLoad.StartAsync(pipeline, new LogStreamOptions { Rate = 0, Count = Count });
            (StreamCounts counts, long inKafka, long? inCassandra) = await load.DrainAsync();
            Assert.Equal((Count, Count, Count), (counts.Acked, inKafka, inCassandra ?? Count));
            await Assert.ThrowsAsync<ServiceNotControllableException>(
                async () => await pipeline.Ports.Services.ActAsync(ServiceNames.Kafka, ServiceAction.Stop, ErrorTimeout, Token));
        }

        await using Pipeline again = await environment.ConnectAsync(_folder, options, progress: null, Token);
        PipelineMetric sample = await PipelineWait.DrainedAsync(again, PipelineLoad.Deadline, Token);
        Assert.Equal(Count, sample.KafkaCount);
        await PipelineWait.HealthyAsync(again, PipelineLoad.Deadline, Token);
    }

    [Fact]
    public async Task Recreated_topic_is_detected()
    {
        ClusterOptions clusters = await FindClustersAsync() with { Topic = "made-anew", CreateWithReplicas = 1 };
        ExternalEnvironment environment = new(clusters, TimeProvider.System);
        PipelineOptions options = stack.Options with { Name = "external", Path = _folder };
        await (await environment.StartAsync(options, progress: null, Token)).DisposeAsync();
        using KafkaAdmin admin = new(clusters.Kafka, TimeProvider.System, NullLogger<KafkaAdmin>.Instance);
        KafkaTopic topic = new(admin, clusters.Topic, options.RequestTimeout, TimeProvider.System);
        await topic.DeleteAsync(Token);
        await KafkaPipeline.UntilGoneAsync(topic);
        await topic.EnsureAsync(new TopicSettings { PartitionCount = 1 }, Token);

        await Assert.ThrowsAsync<TopicReplacedException>(() => environment.ConnectAsync(_folder, options, progress: null, Token));

        await topic.DeleteAsync(Token);
        await KafkaPipeline.UntilGoneAsync(topic);
        await Assert.ThrowsAsync<TopicMissingException>(() => environment.ConnectAsync(_folder, options, progress: null, Token));
    }

    [Fact]
    public async Task Wrong_Kafka_password_fails_the_start_in_time_and_leaves_nothing()
    {
        ClusterOptions clusters = await FindClustersAsync();
        broker.SkipWithoutDocker();
        await AssertRefusedAsync(
            clusters with { Kafka = broker.ScramTls with { Login = new Login(SecureKafkaContainer.User, "not-the-password") } },
            ServiceNames.Kafka);
    }

    [Fact]
    public async Task Wrong_Cassandra_password_fails_the_start_in_time_and_leaves_nothing()
    {
        Assert.SkipUnless(CassandraStores.HasDriver, "without CassandraCSharpDriver, which the package source lacks, nobody logs in");
        ClusterOptions clusters = await FindClustersAsync();
        node.Need();
        await AssertRefusedAsync(
            clusters with { Cassandra = node.Connection with { Login = new Login("cassandra", "not-the-password") } }, ServiceNames.Cassandra);
    }

    [Fact]
    public async Task Job_with_login_over_TLS_stores_records_and_logs_no_password()
    {
        const int Count = 1000;
        broker.SkipWithoutDocker();
        node.Need();
        await using KafkaLog log = new(
            broker.ScramTls,
            new KafkaLogOptions { Topic = "secured", PartitionCount = 1, RequestTimeout = RealEngines.RequestTimeout },
            TimeProvider.System,
            NullLoggerFactory.Instance);
        await log.Topic.EnsureAsync(new TopicSettings { PartitionCount = 1 }, Token);
        List<DeliveryReport> reports = [];
        await using IEventAppender appender = await log.OpenAppenderAsync(new AppenderOptions(), reports.Add, Token);
        Guid run = Guid.NewGuid();
        for (int seq = 0; seq < Count; seq++)
        {
            Assert.True(appender.TryAppend(EventIdentity.Create(1, 0, run, seq, 0, [1]), [1]));
        }

        await appender.FlushAsync(Token);
        Assert.Equal(Count, reports.Where(report => report.Outcome == DeliveryOutcome.Acked).Sum(report => report.Count));

        await using JobContainer job = await JobContainer.StartAsync(broker.ScramTls, node.Connection, log.Topic.Name);
        string audit = await job.AuditAsync();
        Assert.Contains($"records={Count} rows={Count} ", audit, StringComparison.Ordinal);
        Assert.Contains("result=Same", audit, StringComparison.Ordinal);
        Assert.DoesNotContain(broker.Password, audit + await job.ReadLogAsync(), StringComparison.Ordinal);
    }

    private async Task AssertRefusedAsync(ClusterOptions clusters, string service)
    {
        ExternalEnvironment environment = new(clusters with { CreateWithReplicas = 1 }, TimeProvider.System);
        long started = TimeProvider.System.GetTimestamp();
        AuthenticationFailedException refused = await Assert.ThrowsAsync<AuthenticationFailedException>(
            () => environment.StartAsync(new PipelineOptions { Path = _folder }, progress: null, Token));
        Assert.InRange(TimeProvider.System.GetElapsedTime(started), TimeSpan.Zero, ErrorTimeout);
        Assert.Equal(("AuthenticationFailed", service), (refused.Id, refused.Target));
        Assert.DoesNotContain("not-the-password", refused.ToString(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder));
    }

    private async Task<ClusterOptions> FindClustersAsync()
    {
        Pipeline pipeline = await stack.OpenAsync(Token);
        return new ClusterOptions
        {
            Kafka = new() { BootstrapServers = $"127.0.0.1:{stack.KafkaPort}" },
            Cassandra = new() { ContactPoints = [new DnsEndPoint("127.0.0.1", stack.CassandraPort)] },
            Flink = new() { Endpoint = new UriBuilder("http", "127.0.0.1", stack.FlinkPort).Uri },
            Topic = pipeline.Manifest.Topic,
        };
    }
}
