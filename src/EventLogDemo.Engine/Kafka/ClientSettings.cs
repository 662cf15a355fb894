using System.Globalization;
using Confluent.Kafka;
using EventLogDemo.Engine.Events;
using EventLogDemo.Engine.Net;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Engine.Kafka;

/// <summary>The one place that maps our options to settings of librdkafka ("Configuration properties" in its documentation).</summary>
internal static class ClientSettings
{
    // The broker's default limit for a batch of records. Body, identity and their framing fit, and no broker accepts more by default.
    private const int LargestMessage = 1_048_588;

    // Half of what a broker accepts by default.
    private const int BacklogBatchBytes = 512 * 1024;

    // Our own count decides when the buffer is full; with this slack the client's never is.
    private const int BufferSlack = 1024;

    private static readonly TimeSpan FirstReconnect = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LastReconnect = TimeSpan.FromMilliseconds(500);

    /// <summary>For requests to the cluster.</summary>
    public static AdminClientConfig ForAdmin(KafkaConnection connection) => Connect(new AdminClientConfig(), connection);

    /// <summary>For requests about a group, without joining it.</summary>
    public static ConsumerConfig ForGroup(KafkaConnection connection, string group)
    {
        ConsumerConfig config = Connect(new ConsumerConfig(), connection);
        config.GroupId = group;
        config.EnableAutoCommit = false;
        return config;
    }

    /// <summary>For reading ranges: joins no group, commits nothing.</summary>
    public static ConsumerConfig ForReader(KafkaConnection connection, string fields = "none")
    {
        ConsumerConfig config = Connect(new ConsumerConfig(), connection);
        config.GroupId = "eventlogdemo-reader";
        config.EnableAutoCommit = false;
        config.EnableAutoOffsetStore = false;
        config.EnablePartitionEof = true;
        config.AutoOffsetReset = AutoOffsetReset.Earliest;
        config.IsolationLevel = IsolationLevel.ReadCommitted;
        config.CheckCrcs = true;
        config.ConsumeResultFields = fields;
        config.MaxPartitionFetchBytes = 4 << 20;
        config.FetchWaitMaxMs = 100;
        config.QueuedMaxMessagesKbytes = 32 * 1024;
        // How long the client pauses after it has prefetched that much; its default of a second is longer than it takes to read it.
        config.FetchQueueBackoffMs = 5;
        return config;
    }

    /// <summary>For an appender.</summary>
    /// <exception cref="UnknownCodecException">There is no such codec.</exception>
    public static ProducerConfig ForProducer(KafkaConnection connection, KafkaLogOptions log, AppenderOptions options)
    {
        ProducerConfig config = Connect(new ProducerConfig(), connection);
        config.EnableIdempotence = true;
        config.Acks = Acks.All;
        config.CompressionType = log.Codec;
        // Delivery reports and errors of the client arrive as events in its queue, which we poll.
        config.EnableDeliveryReports = false;
        config.EnableBackgroundPoll = false;
        config.Set("enabled_events", (NativeFunctions.DeliveryEvent | NativeFunctions.ErrorEvent).ToString(CultureInfo.InvariantCulture));
        config.QueueBufferingMaxMessages = options.BufferCount + BufferSlack;
        config.QueueBufferingMaxKbytes = (int)((options.BufferBytes + (1L << 20)) >> 10);
        config.MessageTimeoutMs = Milliseconds(options.DeliveryTimeout);
        // The client rejects a linger time above the delivery timeout.
        config.LingerMs = Math.Min(options.Linger.TotalMilliseconds, options.DeliveryTimeout.TotalMilliseconds / 2);
        // A backlog behind a slow broker goes out in few requests; a broker that has just started takes as long for a small one.
        config.BatchSize = Math.Max(options.BatchBytes, BacklogBatchBytes);
        config.BatchNumMessages = Math.Max(10_000, config.BatchSize.Value / EventIdentity.Size);
        config.MessageMaxBytes = LargestMessage;
        return config;
    }

    private static T Connect<T>(T config, KafkaConnection connection)
        where T : ClientConfig
    {
        config.BootstrapServers = connection.BootstrapServers;
        config.ClientId = "eventlogdemo";
        config.ReconnectBackoffMs = Milliseconds(FirstReconnect);
        config.ReconnectBackoffMaxMs = Milliseconds(LastReconnect);
        config.SocketNagleDisable = true;
        // A deleted topic is an error, and must not be recreated with a broker's defaults. Admin clients and producers log that they ignore
        // this setting, but they obey it: their requests to brokers carry it.
        config.Set("allow.auto.create.topics", "false");
        config.SecurityProtocol = (connection.Tls, connection.Login) switch
        {
            (null, null) => SecurityProtocol.Plaintext,
            (null, _) => SecurityProtocol.SaslPlaintext,
            (_, null) => SecurityProtocol.Ssl,
            _ => SecurityProtocol.SaslSsl,
        };
        if (connection.Login is { } login)
        {
            config.SaslMechanism = connection.Mechanism switch
            {
                SaslLogin.ScramSha512 => SaslMechanism.ScramSha512,
                SaslLogin.ScramSha256 => SaslMechanism.ScramSha256,
                _ => SaslMechanism.Plain,
            };
            config.SaslUsername = login.UserName;
            config.SaslPassword = login.Password;
        }

        if (connection.Tls is { } tls)
        {
            config.SslEndpointIdentificationAlgorithm = tls.VerifiesHostName
                ? SslEndpointIdentificationAlgorithm.Https
                : SslEndpointIdentificationAlgorithm.None;
            if (tls.CaFile is not null)
            {
                config.SslCaLocation = tls.CaFile;
            }

            if (tls.CertificateFile is not null)
            {
                config.SslCertificateLocation = tls.CertificateFile;
                config.SslKeyLocation = tls.KeyFile ?? tls.CertificateFile;
            }
        }

        return config;
    }

    private static int Milliseconds(TimeSpan time) => (int)Math.Ceiling(time.TotalMilliseconds);
}
