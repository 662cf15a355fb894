using System.Buffers.Binary;
using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Stepping;

namespace EventLogDemo.Engine.Kafka;

/// <summary>Settings with which a topic is created.</summary>
internal sealed record TopicSettings
{
    /// <summary>With this many replicas or more, a write must have reached two of them.</summary>
    private const int ReplicasForTwo = 3;

    /// <summary>Partitions.</summary>
    public required int PartitionCount { get; init; }

    /// <summary>Replicas of each partition.</summary>
    /// <value>Defaults to 1.</value>
    public short ReplicationFactor { get; init; } = 1;

    /// <summary>How long records are retained.</summary>
    /// <value>Defaults to 7 days.</value>
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(7);

    /// <summary>The topic's own configuration, in Kafka's names.</summary>
    public Dictionary<string, string> Configuration => new()
    {
        ["retention.ms"] = ((long)Retention.TotalMilliseconds).ToString(CultureInfo.InvariantCulture),
        ["min.insync.replicas"] = ReplicationFactor >= ReplicasForTwo ? "2" : "1",
    };
}

/// <summary>An existing topic.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Id">Its id, which changes when it is deleted and recreated.</param>
/// <param name="PartitionCount">Partitions.</param>
/// <param name="ReplicationFactor">Replicas of a partition.</param>
internal sealed record TopicFacts(string Name, Guid Id, int PartitionCount, int ReplicationFactor);

/// <summary>How a topic is currently distributed over the brokers.</summary>
/// <param name="PartitionCount">Partitions.</param>
/// <param name="ReplicationFactor">Replicas of a partition.</param>
/// <param name="IsUsable">Whether every partition can currently be written and read.</param>
internal sealed record TopicLayout(int PartitionCount, int ReplicationFactor, bool IsUsable);

/// <summary>Creates, describes and deletes one topic.</summary>
internal sealed class KafkaTopic(KafkaAdmin admin, string name, TimeSpan requestTimeout, TimeProvider time)
{
    // Creating and deleting takes the cluster longer than a normal request.
    private static readonly TimeSpan ChangeTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    /// <summary>Name of the topic.</summary>
    public string Name => name;

    /// <summary>Creates the topic if it does not exist, and waits until it is usable. An existing one stays as it is.</summary>
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
            $"create the topic '{name}'",
            (client, timeout) => client.CreateTopicsAsync(
                [specification], new CreateTopicsOptions { RequestTimeout = timeout, OperationTimeout = timeout }),
            ErrorCode.TopicAlreadyExists,
            cancellationToken).ConfigureAwait(false);
        TopicLayout layout = await UntilUsableAsync(ChangeTimeout, isNew: true, cancellationToken).ConfigureAwait(false);
        return await IdentifyAsync(layout, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Deletes the topic if it exists.</summary>
    public Task DeleteAsync(CancellationToken cancellationToken) => ChangeAsync(
        $"delete the topic '{name}'",
        (client, timeout) => client.DeleteTopicsAsync(
            [name], new DeleteTopicsOptions { RequestTimeout = timeout, OperationTimeout = timeout }),
        ErrorCode.UnknownTopicOrPart,
        cancellationToken);

    /// <summary>Waits until the topic is usable, and describes it.</summary>
    /// <exception cref="TopicMissingException">It does not exist.</exception>
    /// <exception cref="ServiceTimeoutException">One of its partitions has no leader.</exception>
    public async Task<TopicFacts> DescribeAsync(CancellationToken cancellationToken)
    {
        TopicLayout layout = await UntilUsableAsync(requestTimeout, isNew: false, cancellationToken).ConfigureAwait(false);
        return await IdentifyAsync(layout, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The current layout of the topic.</summary>
    /// <exception cref="TopicMissingException">It does not exist.</exception>
    public async Task<TopicLayout> LookAsync(CancellationToken cancellationToken)
    {
        string attempted = $"look up the topic '{name}'";
        Metadata found = await admin.GetMetadataAsync(name, attempted, requestTimeout, cancellationToken).ConfigureAwait(false);
        TopicMetadata topic = found.Topics.Single();
        if (topic.Error.IsError && !KafkaFailure.IsPassing(topic.Error.Code))
        {
            throw admin.Explain(topic.Error, name, attempted);
        }

        return new TopicLayout(
            topic.Partitions.Count,
            topic.Partitions.Select(partition => partition.Replicas.Length).DefaultIfEmpty().Max(),
            topic.Partitions.Count > 0 && topic.Partitions.All(partition => partition is { Leader: >= 0, InSyncReplicas.Length: > 0 }));
    }

    // Only for a usable topic: KafkaAdmin.GetMetadataAsync says why.
    private async Task<TopicFacts> IdentifyAsync(TopicLayout layout, CancellationToken cancellationToken)
    {
        string attempted = $"describe the topic '{name}'";
        try
        {
            DescribeTopicsResult result = await admin.AskAsync(
                name,
                attempted,
                requestTimeout,
                (client, timeout) => client.DescribeTopicsAsync(
                    TopicCollection.OfTopicNames([name]), new DescribeTopicsOptions { RequestTimeout = timeout }),
                cancellationToken).ConfigureAwait(false);
            return new TopicFacts(name, Read(result.TopicDescriptions[0].TopicId), layout.PartitionCount, layout.ReplicationFactor);
        }
        catch (DescribeTopicsException failure)
        {
            throw admin.Explain(KafkaFailure.FirstOf(failure), name, attempted);
        }
    }

    private static Guid Read(Uuid found)
    {
        Span<byte> id = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(id, found.MostSignificantBits);
        BinaryPrimitives.WriteInt64BigEndian(id[8..], found.LeastSignificantBits);
        return new Guid(id, bigEndian: true);
    }

    private Task<TopicLayout> UntilUsableAsync(TimeSpan timeout, bool isNew, CancellationToken cancellationToken) =>
        new Poll(new Deadline(timeout, time), PollInterval)
        {
            // Created, but the broker that answered does not know it yet.
            IsNotYet = failure => isNew && failure is TopicMissingException,
        }.UntilAsync(
            // Each request has its own deadline; cut short, it would say nothing about the topic.
            async _ => await LookAsync(cancellationToken).ConfigureAwait(false) is { IsUsable: true } layout
                ? Check.Holds(layout)
                : Check.NotYet<TopicLayout>("a partition has no leader"),
            _ => new ServiceTimeoutException(ServiceNames.Kafka, timeout, $"find the leaders of the topic '{name}'"),
            cancellationToken);

    // One error code means that nothing had to be changed.
    private async Task ChangeAsync(
        string attempted, Func<IAdminClient, TimeSpan, Task> change, ErrorCode alreadySo, CancellationToken cancellationToken)
    {
        try
        {
            await admin.AskAsync(
                name,
                attempted,
                ChangeTimeout,
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
                throw admin.Explain(KafkaFailure.FirstOf(failure), name, attempted);
            }
        }
    }
}
