using Confluent.Kafka;
using EventLogDemo.Engine.Net;
using EventLogDemo.Engine.Stepping;
using Microsoft.Extensions.Logging;

namespace EventLogDemo.Engine.Kafka;

/// <summary>
/// Committed offsets of a consumer group. They are read by a consumer of the group that does not join it: the admin client's request
/// ends the process when the group's coordinator is not settled, as after a broker's start (librdkafka, issue 5040).
/// </summary>
/// <param name="connection">The cluster.</param>
/// <param name="group">Name of the group.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Receives the client's log lines.</param>
internal sealed class KafkaGroup(KafkaConnection connection, string group, TimeProvider time, ILogger logger)
    : KafkaRequestClient<IConsumer<Ignore, Ignore>>(connection, time, logger)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    /// <summary>Committed offsets in partition order; <see cref="Offset.Unset"/> where there is none.</summary>
    public Task<long[]> GetCommittedAsync(
        IReadOnlyList<TopicPartition> partitions, string attempted, TimeSpan timeout, CancellationToken cancellationToken) =>
        AskAsync(
            partitions[0].Topic,
            attempted,
            timeout,
            (client, limit) => ReadAsync(client, partitions, limit),
            cancellationToken);

    protected override IConsumer<Ignore, Ignore> Create(KafkaConnection connection, ClientWatch watch) =>
        new ConsumerBuilder<Ignore, Ignore>(ClientSettings.ForGroup(connection, group))
            .SetErrorHandler((_, error) => watch.OnError(error))
            .SetLogHandler((_, line) => watch.OnLog(line))
            .Build();

    // The client blocks its caller until it has the answer, and reports connection errors only to a caller that polls it.
    private async Task<long[]> ReadAsync(
        IConsumer<Ignore, Ignore> client, IReadOnlyList<TopicPartition> partitions, TimeSpan timeout)
    {
        Task<List<TopicPartitionOffset>> answer = BlockingCall.RunAsync(() => client.Committed(partitions, timeout));
        while (await Task.WhenAny(answer, Task.Delay(PollInterval, Time)).ConfigureAwait(false) != answer)
        {
            try
            {
                client.Consume(TimeSpan.Zero);
            }
            catch (KafkaException)
            {
                // The answer reports it too, and the client must not be released before it has come.
                break;
            }
        }

        return Read(await answer.ConfigureAwait(false), partitions);
    }

    private static long[] Read(List<TopicPartitionOffset> answer, IReadOnlyList<TopicPartition> partitions)
    {
        Dictionary<TopicPartition, long> offsets = answer.ToDictionary(found => found.TopicPartition, found => found.Offset.Value);
        return [.. partitions.Select(partition => offsets[partition])];
    }
}
