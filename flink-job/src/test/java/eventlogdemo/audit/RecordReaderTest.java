package eventlogdemo.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import eventlogdemo.events.LogRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class RecordReaderTest {

    private static final TopicPartition PARTITION = new TopicPartition("t", 2);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");

    @Test
    void readsFromTheStartToTheEndOffset() {
        RecordReader reader = reader(3, 6);
        poll(3, 4, 5, 6, 7);

        assertEquals(List.of(3L, 4L, 5L), offsets(reader));
        assertThrows(NoSuchElementException.class, reader::next);
    }

    @Test
    void readsInSeveralPolls() {
        RecordReader reader = reader(0, 4);
        poll(0, 1);
        consumer.schedulePollTask(() -> { });
        poll(2, 3);

        assertEquals(List.of(0L, 1L, 2L, 3L), offsets(reader));
    }

    @Test
    void anEmptyPartitionHasNoRecord() {
        assertFalse(reader(5, 5).hasNext());
    }

    private RecordReader reader(long begin, long end) {
        consumer.updateBeginningOffsets(Map.of(PARTITION, begin));
        consumer.updateEndOffsets(Map.of(PARTITION, end));
        return new RecordReader(consumer, PARTITION, begin, end);
    }

    private void poll(long... offsets) {
        consumer.schedulePollTask(() -> {
            for (long offset : offsets) {
                consumer.addRecord(new ConsumerRecord<>("t", 2, offset, null, new byte[] {1}));
            }
        });
    }

    private static List<Long> offsets(RecordReader reader) {
        List<Long> offsets = new ArrayList<>();
        reader.forEachRemaining((LogRecord record) -> offsets.add(record.offset()));
        return offsets;
    }
}
