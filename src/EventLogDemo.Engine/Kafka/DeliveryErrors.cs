using System.Collections.Concurrent;
using Confluent.Kafka;
using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Net;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Engine.Kafka;

/// <summary>Interprets delivery reports of the client. The same error gives the same object, so that ranges can be joined.</summary>
internal sealed class DeliveryErrors(KafkaConnection connection, KafkaLogOptions log, TimeSpan deliveryTimeout)
{
    private readonly ConcurrentDictionary<ErrorCode, EngineException> _known = [];
    private readonly DeliveryTimeoutException _timeout = new(ServiceNames.Kafka, deliveryTimeout);

    /// <summary>Outcome of an event.</summary>
    /// <param name="status">Persistence status that the client reports.</param>
    /// <param name="code">Why it was not delivered.</param>
    /// <param name="wasConnectionLost">Whether the connection to a working broker was lost since the event was appended.</param>
    public static DeliveryOutcome Outcome(PersistenceStatus status, ErrorCode code, bool wasConnectionLost) => status switch
    {
        PersistenceStatus.Persisted => DeliveryOutcome.Acked,
        // A broker that is shutting down may write a batch and then answer that it is no longer the leader. The client takes that for a
        // refusal, retries and reports at the timeout that the batch was not written.
        PersistenceStatus.NotPersisted when wasConnectionLost && WasGivenUp(code) => DeliveryOutcome.Unknown,
        PersistenceStatus.NotPersisted => DeliveryOutcome.Failed,
        _ => DeliveryOutcome.Unknown,
    };

    /// <summary>Why an event was not acknowledged, or null if it was.</summary>
    /// <param name="code">Error code of its report.</param>
    /// <param name="ending">Why everything was purged, if it was.</param>
    public EngineException? Explain(ErrorCode code, EngineException? ending)
    {
        // Called for every event, nearly all of which were delivered.
        if (code == ErrorCode.NoError)
        {
            return null;
        }

        if (ending is not null && code is ErrorCode.Local_PurgeQueue or ErrorCode.Local_PurgeInflight)
        {
            return ending;
        }

        // Called by the appending thread and the polling one; ranges are joined when the error is the same object.
        return KafkaFailure.IsTimeout(code) ? _timeout : _known.GetOrAdd(code, Make);
    }

    private EngineException Make(ErrorCode code) => code is ErrorCode.Local_UnknownPartition
        ? new PartitionCountShrunkException(log.Topic, log.PartitionCount, found: null)
        : KafkaFailure.Of(new Error(code), log.Topic, "append events", connection);

    private static bool WasGivenUp(ErrorCode code) => KafkaFailure.IsTimeout(code) || code == ErrorCode.Local_PurgeQueue;
}
