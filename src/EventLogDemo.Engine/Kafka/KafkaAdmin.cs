using Confluent.Kafka;
using EventLogDemo.Engine.Net;
using EventLogDemo.Engine.Stepping;
using Microsoft.Extensions.Logging;

namespace EventLogDemo.Engine.Kafka;

/// <summary>Questions about topics and their offsets.</summary>
internal sealed class KafkaAdmin(KafkaConnection connection, TimeProvider time, ILogger logger)
    : KafkaRequestClient<IAdminClient>(connection, time, logger)
{
    /// <summary>
    /// Asks for the brokers of the cluster and for one topic, which this does not make. The client's descriptions of topics and of
    /// clusters are no substitute: where a starting broker names no brokers, an assertion of theirs ends the process, and at another empty
    /// list, as of the replicas in sync after a broker's loss, the client frees itself while it still holds the answer.
    /// </summary>
    /// <param name="topic">Name of the topic; it need not exist.</param>
    /// <param name="attempted">What is being done, for the error.</param>
    /// <param name="timeout">How long to wait for the answer.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<Metadata> GetMetadataAsync(string topic, string attempted, TimeSpan timeout, CancellationToken cancellationToken) =>
        AskAsync(
            topic,
            attempted,
            timeout,
            (client, limit) => BlockingCall.RunAsync(() => GetMetadata(client, topic, limit)),
            cancellationToken);

    protected override IAdminClient Make(KafkaConnection connection, ClientWatch watch) =>
        new AdminClientBuilder(ClientSettings.ForAdmin(connection))
            .SetErrorHandler((_, error) => watch.OnError(error))
            .SetLogHandler((_, line) => watch.OnLog(line))
            .Build();

    private Metadata GetMetadata(IAdminClient client, string topic, TimeSpan timeout)
    {
        long begun = Time.GetTimestamp();
        try
        {
            return MetadataRequest.Send(client, topic, timeout);
        }
        catch (KafkaException failure) when (failure.Error.Code == ErrorCode.Local_Transport && Time.GetElapsedTime(begun) >= timeout)
        {
            // No broker could be asked in all of this time, which the client calls a broken connection.
            throw new KafkaException(new Error(ErrorCode.Local_TimedOut));
        }
    }
}
