package eventlogdemo.audit;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import eventlogdemo.kafka.DeadLetterTopic;
import eventlogdemo.settings.JobSettings;
import eventlogdemo.settings.KafkaSettings;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class DeadLetterIndexTest {

    private static final KafkaSettings SETTINGS = JobSettings.read(name -> null).kafka();

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");

    @Test
    void withoutTopicTheIndexIsEmpty() {
        assertFalse(DeadLetterIndex.read(consumer, SETTINGS).of(0).test(0));
    }

    @Test
    void repeatedPositionsAreFound() {
        String topic = SETTINGS.deadLetterTopic();
        TopicPartition partition = new TopicPartition(topic, 0);
        Node[] none = {};
        consumer.updatePartitions(topic, List.of(new PartitionInfo(topic, 0, Node.noNode(), none, none)));
        consumer.updateBeginningOffsets(Map.of(partition, 0L));
        consumer.updateEndOffsets(Map.of(partition, 102L));
        consumer.schedulePollTask(() -> {
            for (int i = 0; i < 100; i++) {
                consumer.addRecord(letter(i, "3", Integer.toString(1_000 - i / 2 * 10)));
            }

            consumer.addRecord(letter(100, "0", "7"));
            consumer.addRecord(new ConsumerRecord<>(topic, 0, 101, null, new byte[0]));
        });

        DeadLetterIndex index = DeadLetterIndex.read(consumer, SETTINGS);

        assertTrue(index.of(3).test(1_000));
        assertTrue(index.of(3).test(510));
        assertFalse(index.of(3).test(511));
        assertTrue(index.of(0).test(7));
        assertFalse(index.of(1).test(7));
    }

    private static ConsumerRecord<byte[], byte[]> letter(long at, String partition, String offset) {
        ConsumerRecord<byte[], byte[]> letter = new ConsumerRecord<>(SETTINGS.deadLetterTopic(), 0, at, null, new byte[0]);
        letter.headers().add(DeadLetterTopic.PARTITION, partition.getBytes(StandardCharsets.UTF_8));
        letter.headers().add(DeadLetterTopic.OFFSET, offset.getBytes(StandardCharsets.UTF_8));
        return letter;
    }
}
