using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Logging;

namespace EventLogDemo.Engine.Kafka;

/// <summary>Asks a cluster for its metadata: what answers is ready, and what merely runs is not.</summary>
internal sealed class KafkaProbe(KafkaConnection connection, TimeProvider time, ILogger logger) : IDisposable
{
    private readonly KafkaAdmin _admin = new(connection, time, logger);

    /// <summary>One round trip.</summary>
    /// <param name="timeout">Longest wait for the answer.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Brokers that the cluster has now.</returns>
    /// <exception cref="Pipelines.EngineException">It did not answer; the kind says why.</exception>
    public async Task<int> PingAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        DescribeClusterResult cluster = await _admin.AskAsync(
            topic: "",
            "asking for the cluster's metadata",
            timeout,
            (client, left) => client.DescribeClusterAsync(new DescribeClusterOptions { RequestTimeout = left }),
            cancellationToken).ConfigureAwait(false);
        return cluster.Nodes.Count;
    }

    public void Dispose() => _admin.Dispose();
}
