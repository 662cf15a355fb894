using Confluent.Kafka;
using EventLogDemo.Engine.Net;

namespace EventLogDemo.Engine.Tests.Kafka;

/// <summary>The broker inside librdkafka, which listens on a port like any other. It keeps little and knows no administration.</summary>
internal sealed class MockCluster : IDisposable
{
    private readonly IProducer<Null, Null> _owner;

    public MockCluster()
    {
        ProducerConfig config = new() { BootstrapServers = "127.0.0.1:1" };
        config.Set("test.mock.num.brokers", "1");
        _owner = new ProducerBuilder<Null, Null>(config).SetLogHandler((_, _) => { }).Build();
        using IAdminClient admin = new DependentAdminClientBuilder(_owner.Handle).Build();
        BrokerMetadata broker = Assert.Single(admin.GetMetadata(TimeSpan.FromSeconds(30)).Brokers);
        Connection = new KafkaConnection { BootstrapServers = $"{broker.Host}:{broker.Port}" };
    }

    public KafkaConnection Connection { get; }

    /// <summary>Creates a topic of four partitions by requesting its metadata.</summary>
    public void CreateTopic(string name)
    {
        using IAdminClient admin = new DependentAdminClientBuilder(_owner.Handle).Build();
        Assert.Equal(4, Assert.Single(admin.GetMetadata(name, TimeSpan.FromSeconds(30)).Topics).Partitions.Count);
    }

    public void Dispose() => _owner.Dispose();
}
