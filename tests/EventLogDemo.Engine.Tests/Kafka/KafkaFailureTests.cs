using Confluent.Kafka;
using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Kafka;
using EventLogDemo.Engine.Net;
using EventLogDemo.Engine.Pipelines;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventLogDemo.Engine.Tests.Kafka;

public sealed class KafkaFailureTests
{
    private const string Secret = "p4ss-w0rd";

    private static readonly KafkaConnection Connection = new()
    {
        BootstrapServers = "broker:9093", Login = new Login("alice", Secret), Tls = new TlsOptions(),
    };

    [Theory]
    [InlineData(ErrorCode.Local_Authentication, "AuthenticationFailed")]
    [InlineData(ErrorCode.SaslAuthenticationFailed, "AuthenticationFailed")]
    [InlineData(ErrorCode.UnsupportedSaslMechanism, "AuthenticationFailed")]
    [InlineData(ErrorCode.Local_Ssl, "TlsFailed")]
    [InlineData(ErrorCode.TopicAuthorizationFailed, "AccessDenied")]
    [InlineData(ErrorCode.UnknownTopicOrPart, "TopicMissing")]
    [InlineData(ErrorCode.Local_UnknownTopic, "TopicMissing")]
    [InlineData(ErrorCode.Local_NoEnt, "TopicMissing")]
    [InlineData(ErrorCode.MsgSizeTooLarge, "RecordTooLarge")]
    [InlineData(ErrorCode.UnsupportedCompressionType, "UnknownCodec")]
    [InlineData(ErrorCode.Local_Transport, "ServiceUnavailable")]
    [InlineData(ErrorCode.Local_AllBrokersDown, "ServiceUnavailable")]
    [InlineData(ErrorCode.Local_Resolve, "ServiceUnavailable")]
    [InlineData(ErrorCode.NotEnoughReplicas, "BrokerError")]
    public void Every_error_has_an_id_and_no_secret_in_its_message(ErrorCode code, string id)
    {
        EngineException failure = KafkaFailure.Of(new Error(code, $"something with {Secret} in it."), "events", "trying this", Connection);

        Assert.Equal(id, failure.Id);
        Assert.DoesNotContain(Secret, failure.ToString(), StringComparison.Ordinal);
        Assert.NotNull(failure.Target);
    }

    [Theory]
    [InlineData("SSL handshake failed: certificate verify failed: self-signed certificate in certificate chain", true)]
    [InlineData("SSL handshake failed: wrong version number: connecting to a PLAINTEXT broker listener?", true)]
    [InlineData("SSL handshake failed: Disconnected: connecting to a PLAINTEXT broker listener?", false)]
    public void Handshake_failure_that_a_dying_broker_may_explain_is_retried(string reason, bool isSure)
    {
        Assert.Equal(isSure, KafkaFailure.Refusal(new Error(ErrorCode.Local_Ssl, reason), Connection) is TlsFailedException);
    }

    [Fact]
    public void Watch_keeps_a_refusal_and_drops_a_doubt_when_the_broker_answers()
    {
        ClientWatch watch = new(Connection, TimeProvider.System, NullLogger.Instance);
        watch.OnError(new Error(ErrorCode.Local_Transport, "SSL handshake failed: Disconnected: connecting to a PLAINTEXT broker listener?"));
        watch.OnError(new Error(ErrorCode.Local_AllBrokersDown, "1/1 brokers are down"));
        Assert.NotNull(watch.Doubt);
        Assert.True(watch.Down.IsCompleted);
        Assert.False(watch.Refusal.IsCompleted);

        watch.Reached();
        Assert.Null(watch.Doubt);
        Assert.True(watch.WasReached);
        Assert.False(watch.Down.IsCompleted);

        watch.OnError(new Error(ErrorCode.Local_Authentication, "no"));
        Assert.True(watch.Refusal.IsCompleted);
    }

    [Theory]
    [InlineData(PersistenceStatus.Persisted, ErrorCode.NoError, true, DeliveryOutcome.Acked)]
    [InlineData(PersistenceStatus.NotPersisted, ErrorCode.Local_MsgTimedOut, false, DeliveryOutcome.Failed)]
    [InlineData(PersistenceStatus.NotPersisted, ErrorCode.Local_MsgTimedOut, true, DeliveryOutcome.Unknown)]
    [InlineData(PersistenceStatus.NotPersisted, ErrorCode.Local_PurgeQueue, true, DeliveryOutcome.Unknown)]
    [InlineData(PersistenceStatus.NotPersisted, ErrorCode.MsgSizeTooLarge, true, DeliveryOutcome.Failed)]
    [InlineData(PersistenceStatus.PossiblyPersisted, ErrorCode.Local_MsgTimedOut, false, DeliveryOutcome.Unknown)]
    public void Outcome_follows_the_status_unless_a_lost_broker_may_have_written_the_event(
        PersistenceStatus status, ErrorCode code, bool wasConnectionLost, DeliveryOutcome outcome) =>
        Assert.Equal(outcome, DeliveryErrors.Outcome(status, code, wasConnectionLost));

    [Fact]
    public void Losses_count_once_per_connection_and_only_after_an_answer()
    {
        ClientWatch watch = new(Connection, TimeProvider.System, NullLogger.Instance);
        watch.OnError(new Error(ErrorCode.Local_Transport, "Connection refused"));
        Assert.Equal(0, watch.Losses);

        watch.Reached();
        watch.OnError(new Error(ErrorCode.Local_Transport, "Disconnected"));
        watch.OnError(new Error(ErrorCode.Local_AllBrokersDown, "1/1 brokers are down"));
        Assert.Equal(1, watch.Losses);

        watch.Reached();
        watch.OnError(new Error(ErrorCode.Local_AllBrokersDown, "1/1 brokers are down"));
        Assert.Equal(2, watch.Losses);
    }

    [Fact]
    public void Same_delivery_error_is_the_same_object()
    {
        DeliveryErrors errors = new(
            Connection, new KafkaLogOptions { Topic = "events", PartitionCount = 4 }, TimeSpan.FromSeconds(3));
        ProducerClosedException closed = new();

        Assert.Null(errors.Explain(ErrorCode.NoError, closed));
        Assert.Same(closed, errors.Explain(ErrorCode.Local_PurgeQueue, closed));
        Assert.Same(closed, errors.Explain(ErrorCode.Local_PurgeInflight, closed));
        Assert.IsType<DeliveryTimeoutException>(errors.Explain(ErrorCode.Local_MsgTimedOut, null));
        Assert.IsType<DeliveryTimeoutException>(errors.Explain(ErrorCode.RequestTimedOut, closed));
        Assert.IsType<RecordTooLargeException>(errors.Explain(ErrorCode.MsgSizeTooLarge, null));
        Assert.IsType<PartitionCountShrunkException>(errors.Explain(ErrorCode.Local_UnknownPartition, null));
        Assert.Same(
            errors.Explain(ErrorCode.MsgSizeTooLarge, null), errors.Explain(ErrorCode.MsgSizeTooLarge, null));
    }
}
