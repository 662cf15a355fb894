package eventlogdemo.kafka;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import eventlogdemo.events.LogRecord;
import eventlogdemo.settings.JobSettings;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class DeadLetterTopicTest {

    private static final LogRecord RECORD = new LogRecord(new byte[] {1, 2}, new byte[] {3, 4, 5}, 6, 7_000_000_000L);

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final DeadLetterTopic topic = new DeadLetterTopic(JobSettings.read(name -> null).kafka(), () -> producer);

    @Test
    void aLetterIsTheRecordWithItsPositionAndTheReason() {
        CompletableFuture<Void> sent = topic.send(RECORD, "zu groß").toCompletableFuture();
        assertFalse(sent.isDone(), "a letter is safe only when the broker has it");
        producer.completeNext();

        assertTrue(sent.isDone());
        ProducerRecord<byte[], byte[]> letter = producer.history().get(0);
        assertEquals("events-dead-letter", letter.topic());
        assertArrayEquals(RECORD.key(), letter.key());
        assertArrayEquals(RECORD.value(), letter.value());
        assertEquals("6", header(letter, "eventlogdemo.partition"));
        assertEquals("7000000000", header(letter, "eventlogdemo.offset"));
        assertEquals("zu groß", header(letter, "eventlogdemo.reason"));
    }

    @Test
    void aLetterThatIsTooLargeIsSentWithoutItsValue() {
        CompletableFuture<Void> sent = topic.send(RECORD, "why").toCompletableFuture();
        producer.errorNext(new RecordTooLargeException("no"));
        assertFalse(sent.isDone());
        producer.completeNext();

        assertTrue(sent.isDone());
        ProducerRecord<byte[], byte[]> letter = producer.history().get(1);
        assertArrayEquals(RECORD.key(), letter.key());
        assertNull(letter.value());
        assertEquals("why; the value of 3 bytes did not fit and is left out", header(letter, "eventlogdemo.reason"));
    }

    @Test
    void aRefusalByTheBrokerFailsTheLetter() {
        CompletableFuture<Void> sent = topic.send(RECORD, "why").toCompletableFuture();
        producer.errorNext(new TimeoutException("late"));

        assertEquals(TimeoutException.class, assertThrows(CompletionException.class, sent::join).getCause().getClass());
    }

    @Test
    void closingWithoutALetterCreatesNoProducer() {
        topic.close();

        assertFalse(producer.closed());
    }

    @Test
    void closingClosesTheProducer() {
        topic.send(RECORD, "why");
        topic.close();

        assertTrue(producer.closed());
    }

    private static String header(ProducerRecord<byte[], byte[]> letter, String name) {
        return new String(letter.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
