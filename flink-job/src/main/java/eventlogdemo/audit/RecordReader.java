package eventlogdemo.audit;

import eventlogdemo.events.LogRecord;
import eventlogdemo.settings.KafkaSettings;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Properties;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads one Kafka partition from its first record to an end offset, in order, without joining a group. */
final class RecordReader implements Iterator<LogRecord> {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration SILENCE = Duration.ofSeconds(30);

    private final Consumer<byte[], byte[]> consumer;
    private final TopicPartition partition;
    private final long end;
    private Iterator<ConsumerRecord<byte[], byte[]>> polled = Collections.emptyIterator();
    private LogRecord next;

    /** Reads from an offset (inclusive) to another (exclusive). */
    RecordReader(Consumer<byte[], byte[]> consumer, TopicPartition partition, long begin, long end) {
        this.consumer = consumer;
        this.partition = partition;
        this.end = end;
        consumer.assign(List.of(partition));
        consumer.seek(partition, begin);
    }

    /** A consumer for auditing: raw bytes, with checksums verified, without committing offsets. */
    static Consumer<byte[], byte[]> consumer(KafkaSettings settings) {
        Properties properties = settings.client();
        properties.setProperty("enable.auto.commit", "false");
        properties.setProperty("auto.offset.reset", "none");
        properties.setProperty("isolation.level", "read_committed");
        properties.setProperty("max.poll.records", "2000");
        properties.setProperty("max.partition.fetch.bytes", "4194304");
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public boolean hasNext() {
        if (next == null) {
            next = read();
        }

        return next != null;
    }

    @Override
    public LogRecord next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }

        LogRecord record = next;
        next = null;
        return record;
    }

    /** The next record before the end, or null. Records after the end were written while the audit runs. */
    private LogRecord read() {
        long deadline = System.nanoTime() + SILENCE.toNanos();
        while (!polled.hasNext()) {
            long position = consumer.position(partition);
            if (position >= end) {
                return null;
            }

            if (System.nanoTime() > deadline) {
                throw new TimeoutException("No record of " + partition + " at offset " + position + " for " + SILENCE.toSeconds()
                        + " s, though the partition ends at " + end);
            }

            polled = consumer.poll(POLL).records(partition).iterator();
        }

        ConsumerRecord<byte[], byte[]> record = polled.next();
        return record.offset() < end
                ? new LogRecord(record.key(), record.value(), record.partition(), record.offset())
                : null;
    }
}
