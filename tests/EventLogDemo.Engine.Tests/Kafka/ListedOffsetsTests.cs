using Confluent.Kafka;
using Confluent.Kafka.Admin;
using EventLogDemo.Engine.Kafka;

namespace EventLogDemo.Engine.Tests.Kafka;

public sealed class ListedOffsetsTests
{
    [Fact]
    public void Offsets_come_in_the_order_of_their_partitions() =>
        Assert.Equal([5, 0, 7], ListedOffsets.Of(Result((2, 7), (0, 5), (1, 0))));

    [Fact]
    public void Invalid_offset_means_a_timeout()
    {
        KafkaException late = Assert.Throws<KafkaException>(() => ListedOffsets.Of(Result((0, 5), (1, Offset.Unset.Value))));
        Assert.True(KafkaFailure.IsTimeout(late.Error.Code));
        Assert.Throws<KafkaException>(() => ListedOffsets.Of(Result()));
    }

    private static ListOffsetsResult Result(params (int Partition, long Offset)[] offsets) => new()
    {
        ResultInfos =
        [
            .. offsets.Select(each => new ListOffsetsResultInfo
            {
                TopicPartitionOffsetError = new TopicPartitionOffsetError("t", each.Partition, each.Offset, new Error(ErrorCode.NoError)),
            }),
        ],
    };
}
