using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Engine.Kafka;

/// <summary>What a topic is made with.</summary>
internal sealed record TopicSettings
{
    /// <summary>From this many replicas on, a write must have reached two of them.</summary>
    private const int ReplicasForTwo = 3;

    /// <summary>Partitions.</summary>
    public required int PartitionCount { get; init; }

    /// <summary>Replicas of each partition.</summary>
    /// <value>Defaults to 1.</value>
    public short ReplicationFactor { get; init; } = 1;

    /// <summary>How long records are held.</summary>
    /// <value>Defaults to 7 days.</value>
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(7);

    /// <summary>The topic's own configuration, in Kafka's names.</summary>
    public Dictionary<string, string> Configuration => new()
    {
        ["retention.ms"] = ((long)Retention.TotalMilliseconds).ToString(CultureInfo.InvariantCulture),
        ["min.insync.replicas"] = ReplicationFactor >= ReplicasForTwo ? "2" : "1",
    };
}

/// <summary>A topic as it is.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Id">Its identity: another one after it was deleted and made anew.</param>
/// <param name="PartitionCount">Partitions.</param>
/// <param name="ReplicationFactor">Replicas of a partition.</param>
/// <param name="HasLeaders">Whether every partition can be written and read now.</param>
internal sealed record TopicFacts(string Name, Guid Id, int PartitionCount, int ReplicationFactor, bool HasLeaders);

/// <summary>Makes, describes and deletes one topic.</summary>
internal sealed class KafkaTopic(KafkaAdmin admin, string name, TimeSpan requestTimeout, TimeProvider time)
{
    // Making and deleting takes the cluster longer than an answer does.
    private static readonly TimeSpan LongestChange = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    /// <summary>Name of the topic.</summary>
    public string Name => name;

    /// <summary>Makes the topic unless it is there, and waits until it can be used. An existing one stays as it is.</summary>
    public async Task<TopicFacts> EnsureAsync(TopicSettings settings, CancellationToken cancellationToken)
    {
        TopicSpecification specification = new()
        {
            Name = name,
            NumPartitions = settings.PartitionCount,
            ReplicationFactor = settings.ReplicationFactor,
            Configs = settings.Configuration,
        };
        await ChangeAsync(
            $"making the topic '{name}'",
            (client, timeout) => client.CreateTopicsAsync(
                [specification], new CreateTopicsOptions { RequestTimeout = timeout, OperationTimeout = timeout }),
            ErrorCode.TopicAlreadyExists,
            cancellationToken).ConfigureAwait(false);
        return await UntilUsableAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Deletes the topic, if it is there.</summary>
    public Task DeleteAsync(CancellationToken cancellationToken) => ChangeAsync(
        $"deleting the topic '{name}'",
        (client, timeout) => client.DeleteTopicsAsync(
            [name], new DeleteTopicsOptions { RequestTimeout = timeout, OperationTimeout = timeout }),
        ErrorCode.UnknownTopicOrPart,
        cancellationToken);

    /// <summary>What the topic is now.</summary>
    /// <exception cref="TopicMissingException">There is none of that name.</exception>
    public async Task<TopicFacts> DescribeAsync(CancellationToken cancellationToken)
    {
        string attempted = $"describing the topic '{name}'";
        try
        {
            DescribeTopicsResult result = await admin.AskAsync(
                name,
                attempted,
                requestTimeout,
                (client, timeout) => client.DescribeTopicsAsync(
                    TopicCollection.OfTopicNames([name]), new DescribeTopicsOptions { RequestTimeout = timeout }),
                cancellationToken).ConfigureAwait(false);
            return Read(result.TopicDescriptions[0]);
        }
        catch (DescribeTopicsException failure)
        {
            throw admin.Explain(failure, name, attempted);
        }
    }

    private TopicFacts Read(TopicDescription found)
    {
        Span<byte> id = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(id, found.TopicId.MostSignificantBits);
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(id[8..], found.TopicId.LeastSignificantBits);
        return new TopicFacts(
            name,
            new Guid(id, bigEndian: true),
            found.Partitions.Count,
            found.Partitions.Count == 0 ? 0 : found.Partitions.Max(partition => partition.Replicas.Count),
            found.Partitions.All(partition => partition.Leader is { Id: >= 0 }));
    }

    private async Task<TopicFacts> UntilUsableAsync(CancellationToken cancellationToken)
    {
        long begun = time.GetTimestamp();
        while (true)
        {
            try
            {
                if (await DescribeAsync(cancellationToken).ConfigureAwait(false) is { HasLeaders: true } facts)
                {
                    return facts;
                }
            }
            catch (TopicMissingException) when (time.GetElapsedTime(begun) < LongestChange)
            {
                // Made, and not yet known to the broker that was asked.
            }

            if (time.GetElapsedTime(begun) >= LongestChange)
            {
                throw new ServiceTimeoutException(ServiceNames.Kafka, LongestChange, $"waiting for leaders of the topic '{name}'");
            }

            await Task.Delay(PollInterval, time, cancellationToken).ConfigureAwait(false);
        }
    }

    // One error says that it is as it should be already.
    private async Task ChangeAsync(
        string attempted, Func<IAdminClient, TimeSpan, Task> change, ErrorCode alreadySo, CancellationToken cancellationToken)
    {
        try
        {
            await admin.AskAsync(
                name,
                attempted,
                LongestChange,
                async (client, timeout) =>
                {
                    await change(client, timeout).ConfigureAwait(false);
                    return true;
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (KafkaException failure)
        {
            if (KafkaFailure.FirstOf(failure).Code != alreadySo)
            {
                throw admin.Explain(failure, name, attempted);
            }
        }
    }
}
