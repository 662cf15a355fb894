package eventlogdemo.audit;

import eventlogdemo.kafka.DeadLetterTopic;
import eventlogdemo.settings.KafkaSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/** The positions of all dead letters: 8 bytes each, repeats included. */
final class DeadLetterIndex {

    private static final Duration POLL = Duration.ofMillis(500);

    private final Map<Integer, long[]> offsets = new HashMap<>();
    private final Map<Integer, Integer> sizes = new HashMap<>();

    private DeadLetterIndex() {
    }

    /** Reads the dead-letter topic from start to end; empty when there is no such topic. */
    static DeadLetterIndex read(Consumer<byte[], byte[]> consumer, KafkaSettings settings) {
        DeadLetterIndex index = new DeadLetterIndex();
        List<PartitionInfo> partitions = consumer.listTopics().getOrDefault(settings.deadLetterTopic(), List.of());
        for (PartitionInfo info : partitions) {
            index.read(consumer, new TopicPartition(info.topic(), info.partition()));
        }

        index.offsets.replaceAll((partition, places) -> {
            long[] sorted = Arrays.copyOf(places, index.sizes.get(partition));
            Arrays.sort(sorted);
            return sorted;
        });
        return index;
    }

    /** Whether an offset of a partition is the position of a dead letter. */
    LongPredicate of(int partition) {
        long[] places = offsets.getOrDefault(partition, new long[0]);
        return offset -> Arrays.binarySearch(places, offset) >= 0;
    }

    private void read(Consumer<byte[], byte[]> consumer, TopicPartition partition) {
        List<TopicPartition> one = List.of(partition);
        long end = consumer.endOffsets(one).get(partition);
        consumer.assign(one);
        consumer.seekToBeginning(one);
        while (consumer.position(partition) < end) {
            consumer.poll(POLL).records(partition).forEach(this::add);
        }
    }

    /** A letter without a position, written by another program, accounts for no record. */
    private void add(ConsumerRecord<byte[], byte[]> letter) {
        Header partition = letter.headers().lastHeader(DeadLetterTopic.PARTITION);
        Header offset = letter.headers().lastHeader(DeadLetterTopic.OFFSET);
        if (partition != null && offset != null) {
            add(Integer.parseInt(text(partition)), Long.parseLong(text(offset)));
        }
    }

    private void add(int partition, long offset) {
        int size = sizes.merge(partition, 1, Integer::sum);
        long[] places = offsets.computeIfAbsent(partition, unused -> new long[16]);
        if (size > places.length) {
            places = Arrays.copyOf(places, places.length * 2);
            offsets.put(partition, places);
        }

        places[size - 1] = offset;
    }

    private static String text(Header header) {
        return new String(header.value(), StandardCharsets.UTF_8);
    }
}
