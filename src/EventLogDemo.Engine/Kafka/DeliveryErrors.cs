using System.Collections.Concurrent;
using Confluent.Kafka;
using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Net;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Engine.Kafka;

/// <summary>What a delivery report of the client means. The same error gives the same object, so that ranges can be joined.</summary>
internal sealed class DeliveryErrors(KafkaConnection connection, KafkaLogOptions log, TimeSpan deliveryTimeout)
{
    private readonly ConcurrentDictionary<ErrorCode, EngineException> _known = [];
    private readonly DeliveryTimeoutException _timeout = new(ServiceNames.Kafka, deliveryTimeout);

    /// <summary>Outcome of an event.</summary>
    /// <param name="status">What the client says.</param>
    /// <param name="code">Why it gave the event up.</param>
    /// <param name="wasConnectionLost">Whether a broker that worked was lost since the event was appended.</param>
    public static DeliveryOutcome Outcome(PersistenceStatus status, ErrorCode code, bool wasConnectionLost) => status switch
    {
        PersistenceStatus.Persisted => DeliveryOutcome.Acked,
        // A broker that is going down may write a batch and then answer that it no longer leads, which the client takes for a refusal:
        // it tries again and, when the time is over, says that the batch was not written.
        PersistenceStatus.NotPersisted when wasConnectionLost && WasGivenUp(code) => DeliveryOutcome.Unknown,
        PersistenceStatus.NotPersisted => DeliveryOutcome.Failed,
        _ => DeliveryOutcome.Unknown,
    };

    /// <summary>Why an event was not acknowledged, or null where it was.</summary>
    /// <param name="code">What the client says.</param>
    /// <param name="ending">Why everything was purged, where it was.</param>
    public EngineException? Explain(ErrorCode code, EngineException? ending)
    {
        // Asked for every event, nearly all of which were delivered.
        if (code == ErrorCode.NoError)
        {
            return null;
        }

        if (ending is not null && code is ErrorCode.Local_PurgeQueue or ErrorCode.Local_PurgeInflight)
        {
            return ending;
        }

        // Asked by the thread that appends and by the one that polls; ranges are joined where the error is the same object.
        return KafkaFailure.IsTimeout(code) ? _timeout : _known.GetOrAdd(code, Make);
    }

    private EngineException Make(ErrorCode code) => code is ErrorCode.Local_UnknownPartition
        ? new PartitionCountShrunkException(log.Topic, log.PartitionCount, found: null)
        : KafkaFailure.Of(new Error(code), log.Topic, "append events", connection);

    private static bool WasGivenUp(ErrorCode code) => KafkaFailure.IsTimeout(code) || code == ErrorCode.Local_PurgeQueue;
}
