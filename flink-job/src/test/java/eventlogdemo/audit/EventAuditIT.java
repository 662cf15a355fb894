package eventlogdemo.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import eventlogdemo.Waiting;
import eventlogdemo.events.EventIdentity;
import eventlogdemo.events.LogRecord;
import eventlogdemo.settings.AuditSettings;
import eventlogdemo.settings.JobSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * The audit, against a running pipeline. It is configured by the job's own variables with addresses that are reachable from this machine, given
 * to the process or as system properties: {@code EVENTLOGDEMO_TOPIC}, {@code EVENTLOGDEMO_KAFKA=127.0.0.1:9092},
 * {@code EVENTLOGDEMO_CASSANDRA=127.0.0.1:9042}, and every other setting of the job that is not the default.
 *
 * <p>With {@code EVENTLOGDEMO_IT_PRODUCE=true} it also writes records of every odd kind to the topic, for a pipeline created for this test.
 */
class EventAuditIT {

    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static JobSettings settings;

    @BeforeAll
    static void readSettings() {
        assertNotNull(variable("EVENTLOGDEMO_KAFKA"), "EVENTLOGDEMO_KAFKA says where the pipeline runs");
        assertNotNull(variable("EVENTLOGDEMO_CASSANDRA"), "EVENTLOGDEMO_CASSANDRA says where the pipeline runs");
        settings = JobSettings.read(EventAuditIT::variable);
    }

    @Test
    void everyRecordHasOneRowAndEveryRowARecord() throws Exception {
        AuditReport report = audit();

        assertTrue(report.isSame(), report.toString());
    }

    @Test
    @EnabledIfEnvironmentVariable(named = "EVENTLOGDEMO_IT_PRODUCE", matches = "true", disabledReason = "the topic is not this test's own")
    void oddRecordsAreStoredOrBecomeDeadLetters() throws Exception {
        AuditReport before = audit();
        byte[] newer = new byte[EventIdentity.SIZE];
        newer[0] = 2;
        produce(List.of(
                letter(null, text("no key")),
                letter(new byte[] {1, 2, 3}, text("a short key")),
                letter(new byte[EventIdentity.SIZE], text("version 0")),
                letter(text("a key"), null),
                letter(null, new byte[0]),
                letter(null, new byte[] {(byte) 0xff, 0, (byte) 0xc0, (byte) 0x80}),
                letter(null, text("żółw 日本 🐢 \u0000")),
                letter(null, new byte[LogRecord.MAX_BODY_BYTES]),
                letter(newer, text("of a newer version")),
                letter(null, new byte[LogRecord.MAX_BODY_BYTES + 1])));

        AuditReport after = audit();

        assertTrue(after.isSame(), after.toString());
        assertEquals(10, after.records() - before.records());
        assertEquals(8, after.rows() - before.rows());
        assertEquals(2, after.deadLetters() - before.deadLetters());
    }

    /** Retries: the job creates the topic and the tables some time after the ports are open. */
    private static AuditReport audit() throws Exception {
        AuditReport report = Waiting.until("a topic and tables", LIMIT, failure -> true, () -> {
            Progress.awaitDrained(settings.kafka(), LIMIT);
            return new EventAudit(settings, AuditSettings.read(name -> null)).run();
        });
        System.out.println(report);
        return report;
    }

    private static void produce(List<ProducerRecord<byte[], byte[]>> records) throws Exception {
        Properties properties = settings.kafka().client();
        properties.setProperty("acks", "all");
        properties.setProperty("max.request.size", "2000000");
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (ProducerRecord<byte[], byte[]> record : records) {
                producer.send(record).get();
            }
        }
    }

    private static ProducerRecord<byte[], byte[]> letter(byte[] key, byte[] value) {
        return new ProducerRecord<>(settings.kafka().topic(), 0, key, value);
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String variable(String name) {
        return System.getProperty(name, System.getenv(name));
    }
}
