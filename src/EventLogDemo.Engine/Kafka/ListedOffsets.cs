using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace EventLogDemo.Engine.Kafka;

/// <summary>Offsets from a response about several partitions.</summary>
internal static class ListedOffsets
{
    /// <summary>The offsets in partition order.</summary>
    /// <exception cref="KafkaException">The request timed out: the client then returns invalid offsets and reports no error.</exception>
    public static long[] Of(ListOffsetsResult result)
    {
        long[] offsets =
        [
            .. result.ResultInfos.Select(info => info.TopicPartitionOffsetError)
                .OrderBy(partition => partition.Partition.Value).Select(partition => partition.Offset.Value),
        ];
        return offsets.Length > 0 && offsets.All(offset => offset >= 0)
            ? offsets
            : throw new KafkaException(new Error(ErrorCode.Local_TimedOut));
    }
}
