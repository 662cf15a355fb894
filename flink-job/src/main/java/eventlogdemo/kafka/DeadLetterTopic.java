package eventlogdemo.kafka;

import eventlogdemo.events.LogRecord;
import eventlogdemo.settings.KafkaSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The dead-letter topic: key and value unchanged, and three headers (UTF-8 text) with the record's position and the reason.
 * A restart can repeat a letter, so a count is one of distinct positions. The producer is created with the first letter: most pipelines never
 * need it.
 */
public final class DeadLetterTopic implements DeadLetters {

    /** Header with the partition of the record. */
    public static final String PARTITION = "eventlogdemo.partition";

    /** Header with the offset of the record. */
    public static final String OFFSET = "eventlogdemo.offset";

    /** Header with the reason. */
    public static final String REASON = "eventlogdemo.reason";

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterTopic.class);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);
    private static final int MAX_REQUEST_BYTES = 16 * 1024 * 1024;

    private final KafkaSettings settings;
    private final Supplier<Producer<byte[], byte[]>> producers;
    private Producer<byte[], byte[]> producer;

    /**
     * @param settings the cluster and the name of the topic
     */
    public DeadLetterTopic(KafkaSettings settings) {
        this(settings, () -> connect(settings));
    }

    DeadLetterTopic(KafkaSettings settings, Supplier<Producer<byte[], byte[]>> producers) {
        this.settings = settings;
        this.producers = producers;
    }

    @Override
    public CompletionStage<Void> send(LogRecord record, String reason) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        produce(record, record.value(), reason).whenComplete((sent, failure) -> {
            if (failure instanceof RecordTooLargeException) {
                LOG.warn("The dead letter of partition {}, offset {} is larger than topic {} allows: its value is left out",
                        record.partition(), record.offset(), settings.deadLetterTopic());
                String shortened = reason + "; the value of " + record.bodyBytes() + " bytes did not fit and is left out";
                pass(produce(record, null, shortened), done);
            } else if (failure != null) {
                done.completeExceptionally(failure);
            } else {
                done.complete(null);
            }
        });
        return done;
    }

    @Override
    public void close() {
        if (producer != null) {
            producer.close(CLOSE_LIMIT);
        }
    }

    private CompletableFuture<Void> produce(LogRecord record, byte[] value, String reason) {
        ProducerRecord<byte[], byte[]> letter = new ProducerRecord<>(settings.deadLetterTopic(), record.key(), value);
        letter.headers()
                .add(PARTITION, text(Integer.toString(record.partition())))
                .add(OFFSET, text(Long.toString(record.offset())))
                .add(REASON, text(reason));
        CompletableFuture<Void> sent = new CompletableFuture<>();
        producer().send(letter, (metadata, failure) -> {
            if (failure == null) {
                sent.complete(null);
            } else {
                sent.completeExceptionally(failure);
            }
        });
        return sent;
    }

    private synchronized Producer<byte[], byte[]> producer() {
        if (producer == null) {
            producer = producers.get();
        }

        return producer;
    }

    private static Producer<byte[], byte[]> connect(KafkaSettings settings) {
        Properties properties = settings.client();
        properties.setProperty("acks", "all");
        properties.setProperty("enable.idempotence", "true");
        properties.setProperty("max.request.size", Integer.toString(MAX_REQUEST_BYTES));
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static void pass(CompletableFuture<Void> from, CompletableFuture<Void> to) {
        from.whenComplete((sent, failure) -> {
            if (failure == null) {
                to.complete(null);
            } else {
                to.completeExceptionally(failure);
            }
        });
    }

    private static byte[] text(String value) {
        return value.getBytes(StandardCharsets.UTF_8);
    }
}
