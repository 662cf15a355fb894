using Confluent.Kafka;
using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Net;
using EventLogDemo.Engine.Pipelines;
using Microsoft.Extensions.Logging;

namespace EventLogDemo.Engine.Kafka;

/// <summary>Asks a cluster for its metadata: what answers is ready, and what merely runs is not.</summary>
/// <param name="connection">The cluster.</param>
/// <param name="topic">Topic that is asked for; it need not exist.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where the client's lines go.</param>
internal sealed class KafkaProbe(KafkaConnection connection, string topic, TimeProvider time, ILogger logger) : IDisposable
{
    private readonly KafkaAdmin _admin = new(connection, time, logger);

    /// <summary>One round trip.</summary>
    /// <param name="timeout">How long to wait for the answer.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="EngineException">It did not answer, or no broker serves the cluster yet; the kind says why.</exception>
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
