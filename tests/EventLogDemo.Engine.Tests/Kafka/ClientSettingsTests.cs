using Confluent.Kafka;
using EventLogDemo.Engine.Kafka;
using EventLogDemo.Engine.Net;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Engine.Tests.Kafka;

public sealed class ClientSettingsTests
{
    private static readonly KafkaLogOptions Log = new() { Topic = "events", PartitionCount = 4 };

    [Fact]
    public void Appender_options_are_converted_to_the_producers_units()
    {
        AppenderOptions options = new()
        {
            BufferCount = 5_000,
            BufferBytes = 3L << 20,
            DeliveryTimeout = TimeSpan.FromMinutes(2),
            Linger = TimeSpan.FromMilliseconds(20),
            BatchBytes = 1 << 20,
        };
        ProducerConfig config = ClientSettings.ForProducer(new KafkaConnection { BootstrapServers = "b:1" }, Log, options);

        Assert.True(config.EnableIdempotence);
        Assert.Equal(Acks.All, config.Acks);
        Assert.False(config.EnableDeliveryReports);
        Assert.Equal("9", config.Get("enabled_events"));
        Assert.Equal("false", config.Get("allow.auto.create.topics"));
        Assert.Equal(CompressionType.Lz4, config.CompressionType);
        Assert.InRange(config.QueueBufferingMaxMessages!.Value, 5_001, 10_000);
        Assert.InRange(config.QueueBufferingMaxKbytes!.Value, 3 * 1024, 5 * 1024);
        Assert.Equal(120_000, config.MessageTimeoutMs);
        Assert.Equal(20, config.LingerMs);
        Assert.Equal(1 << 20, config.BatchSize);
        Assert.Equal("b:1", config.BootstrapServers);
        Assert.Equal(SecurityProtocol.Plaintext, config.SecurityProtocol);
    }

    [Fact]
    public void Backlog_is_sent_in_large_batches_even_with_small_blocks() =>
        Assert.Equal(
            512 * 1024,
            ClientSettings.ForProducer(new KafkaConnection { BootstrapServers = "b:1" }, Log, new AppenderOptions()).BatchSize);

    [Fact]
    public void Limits_at_both_ends_of_their_ranges_are_accepted_by_the_client()
    {
        KafkaConnection connection = new() { BootstrapServers = "127.0.0.1:1" };
        AppenderOptions small = new()
        {
            BufferCount = 1,
            BufferBytes = 1L << 20,
            DeliveryTimeout = TimeSpan.FromMilliseconds(100),
            Linger = TimeSpan.FromSeconds(1),
            BatchBytes = 1024,
        };
        AppenderOptions large = new()
        {
            BufferCount = AppenderOptions.MaxBufferCount,
            BufferBytes = 16L << 30,
            DeliveryTimeout = TimeSpan.FromDays(1),
            Linger = TimeSpan.Zero,
            BatchBytes = 1 << 20,
        };
        foreach (AppenderOptions options in (AppenderOptions[])[small, large])
        {
            options.Validate();
            using IProducer<byte[], byte[]> producer =
                new ProducerBuilder<byte[], byte[]>(ClientSettings.ForProducer(connection, Log, options)).SetLogHandler((_, _) => { }).Build();
            Assert.NotNull(producer.Handle);
        }
    }

    [Theory]
    [InlineData(SaslLogin.Plain, SaslMechanism.Plain)]
    [InlineData(SaslLogin.ScramSha256, SaslMechanism.ScramSha256)]
    [InlineData(SaslLogin.ScramSha512, SaslMechanism.ScramSha512)]
    public void Login_and_tls_reach_every_kind_of_client(SaslLogin login, SaslMechanism mechanism)
    {
        KafkaConnection connection = new()
        {
            BootstrapServers = "b:1",
            Login = new Login("alice", "secret"),
            Mechanism = login,
            Tls = new TlsOptions { CaFile = "ca.pem", CertificateFile = "me.pem", KeyFile = "me.key", VerifiesHostName = false },
        };

        foreach (ClientConfig config in (ClientConfig[])
            [
                ClientSettings.ForAdmin(connection), ClientSettings.ForReader(connection),
                ClientSettings.ForProducer(connection, Log, new AppenderOptions()),
            ])
        {
            Assert.Equal(SecurityProtocol.SaslSsl, config.SecurityProtocol);
            Assert.Equal(mechanism, config.SaslMechanism);
            Assert.Equal("alice", config.SaslUsername);
            Assert.Equal("secret", config.SaslPassword);
            Assert.Equal("ca.pem", config.SslCaLocation);
            Assert.Equal("me.pem", config.SslCertificateLocation);
            Assert.Equal("me.key", config.SslKeyLocation);
            Assert.Equal(SslEndpointIdentificationAlgorithm.None, config.SslEndpointIdentificationAlgorithm);
        }
    }

    [Fact]
    public void Host_name_is_verified_unless_disabled()
    {
        KafkaConnection connection = new() { BootstrapServers = "b:1", Tls = new TlsOptions() };

        Assert.Equal(SslEndpointIdentificationAlgorithm.Https, ClientSettings.ForAdmin(connection).SslEndpointIdentificationAlgorithm);
        Assert.Equal(SecurityProtocol.Ssl, ClientSettings.ForAdmin(connection).SecurityProtocol);
        Assert.Null(ClientSettings.ForAdmin(connection).SslCaLocation);
    }

    [Fact]
    public void Reader_joins_no_group_and_commits_nothing()
    {
        ConsumerConfig config = ClientSettings.ForReader(new KafkaConnection { BootstrapServers = "b:1" });

        Assert.False(config.EnableAutoCommit);
        Assert.False(config.EnableAutoOffsetStore);
        Assert.False(config.AllowAutoCreateTopics);
        Assert.Equal(IsolationLevel.ReadCommitted, config.IsolationLevel);
        Assert.True(config.CheckCrcs);
    }

    [Fact]
    public void Unknown_codec_is_an_error_that_lists_the_known_ones()
    {
        UnknownCodecException unknown = Assert.Throws<UnknownCodecException>(() => (Log with { Compression = "brotli" }).Codec);

        Assert.Equal("UnknownCodec", unknown.Id);
        Assert.Equal("brotli", unknown.Target);
        Assert.Contains("none, gzip, snappy, lz4, zstd", unknown.Message, StringComparison.Ordinal);
    }
}
