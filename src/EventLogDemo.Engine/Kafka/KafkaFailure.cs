using Confluent.Kafka;
using Confluent.Kafka.Admin;
using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Net;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Engine.Kafka;

/// <summary>Converts errors of the client and the broker to the engine's own.</summary>
internal static class KafkaFailure
{
    // A broker that dies during a handshake looks like one that does not speak TLS; these texts prove that retrying is pointless.
    private static readonly string[] PermanentTlsErrors = ["certificate", "verif", "hostname", "wrong version number", "alert", "unknown ca"];

    // TLS 1.3 rejects a client's certificate only after the handshake, so the rejection is reported as an error of the connection.
    private static readonly string[] CertificateAlerts = ["certificate", "unknown ca"];

    /// <summary>The error, if no connection will ever succeed after it; otherwise null.</summary>
    public static EngineException? Refusal(Error error, KafkaConnection connection) => error.Code switch
    {
        ErrorCode.Local_Authentication or ErrorCode.SaslAuthenticationFailed or ErrorCode.UnsupportedSaslMechanism
            or ErrorCode.IllegalSaslState =>
            new AuthenticationFailedException(
                ServiceNames.Kafka, connection.Endpoint, "the user name, the password or the SASL mechanism is wrong"),
        ErrorCode.Local_Ssl when PermanentTlsErrors.Any(part => error.Reason.Contains(part, StringComparison.OrdinalIgnoreCase)) =>
            Tls(error, connection),
        ErrorCode.Local_Transport when error.Reason.Contains("SSL routines", StringComparison.Ordinal)
            && CertificateAlerts.Any(part => error.Reason.Contains(part, StringComparison.OrdinalIgnoreCase)) => Tls(error, connection),
        _ => null,
    };

    /// <summary>The error of a failed TLS connection.</summary>
    public static TlsFailedException Tls(Error error, KafkaConnection connection) =>
        new(ServiceNames.Kafka, connection.Endpoint, Redaction.Apply(error.Reason, connection));

    /// <summary>Whether an error means that a TLS handshake failed, permanently or not.</summary>
    public static bool IsHandshake(Error error) =>
        error.Code == ErrorCode.Local_Ssl
        || (error.Code == ErrorCode.Local_Transport && error.Reason.Contains("SSL handshake", StringComparison.Ordinal));

    /// <summary>Whether an error means that there was no answer in time.</summary>
    public static bool IsTimeout(ErrorCode code) =>
        code is ErrorCode.Local_TimedOut or ErrorCode.Local_MsgTimedOut or ErrorCode.Local_TimedOutQueue or ErrorCode.RequestTimedOut;

    /// <summary>Whether an error means that there is no connection.</summary>
    public static bool IsUnreachable(ErrorCode code) =>
        code is ErrorCode.Local_Transport or ErrorCode.Local_AllBrokersDown or ErrorCode.Local_Resolve or ErrorCode.Local_Destroy;

    /// <summary>Whether an error means that a topic or partition does not exist.</summary>
    public static bool IsMissing(ErrorCode code) =>
        code is ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic or ErrorCode.Local_UnknownPartition or ErrorCode.UnknownTopicId
            or ErrorCode.Local_NoEnt;

    /// <summary>Whether an error only means that leadership has moved or is not settled: a retry succeeds.</summary>
    public static bool IsPassing(ErrorCode code) =>
        code is ErrorCode.FencedLeaderEpoch or ErrorCode.UnknownLeaderEpoch or ErrorCode.NotLeaderForPartition
            or ErrorCode.LeaderNotAvailable or ErrorCode.OffsetNotAvailable or ErrorCode.GroupCoordinatorNotAvailable
            or ErrorCode.GroupLoadInProgress or ErrorCode.NotCoordinatorForGroup or ErrorCode.Local_WaitCoord
            or ErrorCode.NetworkException or ErrorCode.BrokerNotAvailable;

    /// <summary>The first error in a response about several partitions, groups or topics.</summary>
    public static Error FirstOf(KafkaException failure) => failure switch
    {
        ListOffsetsException list => FirstOf(
            list.Result.ResultInfos.Select(info => info.TopicPartitionOffsetError.Error), list.Result.Error),
        TopicPartitionOffsetException offsets => FirstOf(offsets.Results.Select(result => result.Error), failure.Error),
        CreateTopicsException create => create.Results[0].Error,
        DeleteTopicsException delete => delete.Results[0].Error,
        DescribeTopicsException describe => describe.Results.TopicDescriptions[0].Error,
        _ => failure.Error,
    };

    /// <summary>The engine's error for any other response.</summary>
    public static EngineException Of(Error error, string topic, string attempted, KafkaConnection connection)
    {
        string reason = Redaction.Apply(error.Reason, connection);
        return Refusal(error, connection) ?? error.Code switch
        {
            ErrorCode.Local_Ssl => Tls(error, connection),
            ErrorCode.TopicAuthorizationFailed or ErrorCode.GroupAuthorizationFailed or ErrorCode.ClusterAuthorizationFailed
                or ErrorCode.TransactionalIdAuthorizationFailed => new AccessDeniedException(ServiceNames.Kafka, attempted, reason),
            ErrorCode.MsgSizeTooLarge or ErrorCode.RecordListTooLarge or ErrorCode.InvalidMsgSize => new RecordTooLargeException(topic),
            ErrorCode.UnsupportedCompressionType or ErrorCode.Local_BadCompression => new UnknownCodecException(topic, reason),
            var code when IsMissing(code) => new TopicMissingException(topic),
            var code when IsUnreachable(code) =>
                new ServiceUnavailableException(ServiceNames.Kafka, connection.Endpoint, attempted, reason),
            var code => new BrokerErrorException(attempted, code.ToString(), reason),
        };
    }

    private static Error FirstOf(IEnumerable<Error> errors, Error whole) => errors.FirstOrDefault(error => error is { IsError: true }) ?? whole;
}
