using Confluent.Kafka;
using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Net;
using EventLogDemo.Engine.Pipelines;
using Microsoft.Extensions.Logging;

namespace EventLogDemo.Engine.Kafka;

/// <summary>Requests a cluster's metadata: a cluster that answers is ready, one that merely runs is not.</summary>
/// <param name="connection">The cluster.</param>
/// <param name="topic">Topic in the request; it need not exist.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Receives the client's log lines.</param>
internal sealed class KafkaProbe(KafkaConnection connection, string topic, TimeProvider time, ILogger logger) : IDisposable
{
    private readonly KafkaAdmin _admin = new(connection, time, logger);

    /// <summary>One round trip.</summary>
    /// <param name="timeout">How long to wait for the answer.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="EngineException">The cluster did not answer, or no broker serves it yet; the type says which.</exception>
    public async Task PingAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        const string attempted = "read the cluster's metadata";
        Metadata found = await _admin.GetMetadataAsync(topic, attempted, timeout, cancellationToken).ConfigureAwait(false);
        if (found.Brokers.Count == 0)
        {
            throw new ServiceUnavailableException(ServiceNames.Kafka, connection.Endpoint, attempted, "no broker serves the cluster yet");
        }
    }

    public void Dispose() => _admin.Dispose();
}
