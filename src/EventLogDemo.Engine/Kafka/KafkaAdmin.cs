using Confluent.Kafka;
using EventLogDemo.Engine.Net;
using EventLogDemo.Engine.Stepping;
using Microsoft.Extensions.Logging;

namespace EventLogDemo.Engine.Kafka;

/// <summary>Requests about topics and their offsets.</summary>
internal sealed class KafkaAdmin(KafkaConnection connection, TimeProvider time, ILogger logger)
    : KafkaRequestClient<IAdminClient>(connection, time, logger)
{
    /// <summary>
    /// Reads the brokers of the cluster and one topic, without creating it. The client's own describe calls for topics and
    /// clusters are no substitute: when a starting broker lists no brokers, one of their assertions ends the process, and at another empty
    /// list, such as the in-sync replicas after a broker's loss, the client frees itself while it still holds the response.
    /// </summary>
    /// <param name="topic">Name of the topic; it need not exist.</param>
    /// <param name="attempted">What is being done, for the error.</param>
    /// <param name="timeout">How long to wait for the answer.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public Task<Metadata> GetMetadataAsync(string topic, string attempted, TimeSpan timeout, CancellationToken cancellationToken) =>
        AskAsync(
            topic,
            attempted,
            timeout,
            (client, limit) => BlockingCall.RunAsync(() => GetMetadata(client, topic, limit)),
            cancellationToken);

    protected override IAdminClient Create(KafkaConnection connection, ClientWatch watch) =>
        new AdminClientBuilder(ClientSettings.ForAdmin(connection))
            .SetErrorHandler((_, error) => watch.OnError(error))
            .SetLogHandler((_, line) => watch.OnLog(line))
            .Build();

    private Metadata GetMetadata(IAdminClient client, string topic, TimeSpan timeout)
    {
        long start = Time.GetTimestamp();
        try
        {
            return MetadataRequest.Send(client, topic, timeout);
        }
        catch (KafkaException failure) when (failure.Error.Code == ErrorCode.Local_Transport && Time.GetElapsedTime(start) >= timeout)
        {
            // No broker was reachable in all of this time, which the client reports as a broken connection.
            throw new KafkaException(new Error(ErrorCode.Local_TimedOut));
        }
    }
}
