using Confluent.Kafka;
using EventLogDemo.Engine.Net;
using EventLogDemo.Engine.Stepping;
using Microsoft.Extensions.Logging;

namespace EventLogDemo.Engine.Kafka;

/// <summary>
/// What a consumer group has committed. A consumer of the group asks, without joining it: the admin client's question ends the
/// process where the group's coordinator is not settled, as after a broker's start (librdkafka, issue 5040).
/// </summary>
/// <param name="connection">The cluster.</param>
/// <param name="group">Name of the group.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where the client's lines go.</param>
internal sealed class KafkaGroup(KafkaConnection connection, string group, TimeProvider time, ILogger logger)
    : KafkaRequestClient<IConsumer<Ignore, Ignore>>(connection, time, logger)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    /// <summary>Committed offsets in the order of the partitions; <see cref="Offset.Unset"/> where there is none.</summary>
    public Task<long[]> GetCommittedAsync(
        IReadOnlyList<TopicPartition> partitions, string attempted, TimeSpan timeout, CancellationToken cancellationToken) =>
        AskAsync(
            partitions[0].Topic,
            attempted,
            timeout,
            (client, limit) => ReadAsync(client, partitions, limit),
            cancellationToken);

    protected override IConsumer<Ignore, Ignore> Make(KafkaConnection connection, ClientWatch watch) =>
        new ConsumerBuilder<Ignore, Ignore>(ClientSettings.ForGroup(connection, group))
            .SetErrorHandler((_, error) => watch.OnError(error))
            .SetLogHandler((_, line) => watch.OnLog(line))
            .Build();

    // The client blocks whoever asks until it has the answer, and tells what is wrong with its connections to nobody but who polls it.
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
                // The answer says so too, and the client must not be left before it has come.
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
