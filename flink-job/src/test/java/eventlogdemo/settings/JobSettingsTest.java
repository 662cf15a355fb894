package eventlogdemo.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobSettingsTest {

    @TempDir
    private Path folder;

    @Test
    void defaultsAreTheComposeProjects() {
        JobSettings settings = JobSettings.read(name -> null);

        assertEquals(
                new KafkaSettings("kafka:29092", "events", 4, (short) 1, 604_800_000L, "eventlogdemo", Map.of()), settings.kafka());
        assertEquals(
                new CassandraSettings(
                        List.of("cassandra:9042"), "datacenter1", 1, "LOCAL_ONE", "eventlogdemo", 10_000, 160, 196_608, null, null),
                settings.cassandra());
        assertEquals(Duration.ofSeconds(5), settings.checkpoint());
        assertEquals("events-dead-letter", settings.kafka().deadLetterTopic());
    }

    @Test
    void everyVariableIsRead() {
        JobSettings settings = read(Map.ofEntries(
                Map.entry("EVENTLOGDEMO_TOPIC", "orders.v1"),
                Map.entry("EVENTLOGDEMO_PARTITIONS", "12"),
                Map.entry("EVENTLOGDEMO_RETENTION_MS", "-1"),
                Map.entry("EVENTLOGDEMO_BUCKET_SIZE", "500"),
                Map.entry("EVENTLOGDEMO_GROUP", "readers"),
                Map.entry("EVENTLOGDEMO_KAFKA", "a:1, [::1]:2"),
                Map.entry("EVENTLOGDEMO_KAFKA_REPLICATION", "3"),
                Map.entry("EVENTLOGDEMO_CASSANDRA", "c1:9042,c2:9043"),
                Map.entry("EVENTLOGDEMO_CASSANDRA_DATACENTER", "dc2"),
                Map.entry("EVENTLOGDEMO_CASSANDRA_REPLICATION", "3"),
                Map.entry("EVENTLOGDEMO_CASSANDRA_CONSISTENCY", "each_quorum"),
                Map.entry("EVENTLOGDEMO_CASSANDRA_USER", "u"),
                Map.entry("EVENTLOGDEMO_CASSANDRA_PASSWORD", "p"),
                Map.entry("EVENTLOGDEMO_KEYSPACE", "ks_1"),
                Map.entry("EVENTLOGDEMO_BATCH_ROWS", "7"),
                Map.entry("EVENTLOGDEMO_BATCH_BYTES", "1000"),
                Map.entry("EVENTLOGDEMO_CHECKPOINT", "500ms")));

        assertEquals(new KafkaSettings("a:1,[::1]:2", "orders.v1", 12, (short) 3, -1, "readers", Map.of()), settings.kafka());
        assertEquals(
                new CassandraSettings(List.of("c1:9042", "c2:9043"), "dc2", 3, "EACH_QUORUM", "ks_1", 500, 7, 1000, "u", "p"),
                settings.cassandra());
        assertEquals(Duration.ofMillis(500), settings.checkpoint());
    }

    @ParameterizedTest
    @CsvSource({"1, LOCAL_ONE", "2, LOCAL_ONE", "3, LOCAL_QUORUM", "5, LOCAL_QUORUM"})
    void consistencyFollowsReplication(String replication, String consistency) {
        assertEquals(consistency, read(Map.of("EVENTLOGDEMO_CASSANDRA_REPLICATION", replication)).cassandra().consistency());
    }

    @ParameterizedTest
    @CsvSource({"5s, 5000", "500ms, 500", "2m, 120000", "1min, 60000", "1h, 3600000"})
    void timesHaveUnits(String text, long milliseconds) {
        assertEquals(milliseconds, read(Map.of("EVENTLOGDEMO_CHECKPOINT", text)).checkpoint().toMillis());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "EVENTLOGDEMO_TOPIC | with blank",
        "EVENTLOGDEMO_PARTITIONS | 0",
        "EVENTLOGDEMO_PARTITIONS | four",
        "EVENTLOGDEMO_RETENTION_MS | -2",
        "EVENTLOGDEMO_BUCKET_SIZE | 0",
        "EVENTLOGDEMO_KAFKA | kafka",
        "EVENTLOGDEMO_KAFKA_REPLICATION | 1.5",
        "EVENTLOGDEMO_CASSANDRA | cassandra:",
        "EVENTLOGDEMO_CASSANDRA_REPLICATION | 99999999999",
        "EVENTLOGDEMO_CASSANDRA_CONSISTENCY | SOME",
        "EVENTLOGDEMO_KEYSPACE | Events",
        "EVENTLOGDEMO_KEYSPACE | events'; DROP",
        "EVENTLOGDEMO_BATCH_ROWS | 0",
        "EVENTLOGDEMO_BATCH_BYTES | -1",
        "EVENTLOGDEMO_CHECKPOINT | 5",
        "EVENTLOGDEMO_CHECKPOINT | 1ms",
        "EVENTLOGDEMO_KAFKA_PROPERTIES | /does/not/exist",
    })
    void badValueIsNamedWithItsVariable(String name, String value) {
        SettingsException error = assertThrows(SettingsException.class, () -> read(Map.of(name, value)));

        assertTrue(error.getMessage().contains(name + " is '" + value + "'"), error.getMessage());
    }

    @Test
    void allInvalidValuesAreReportedAtOnce() {
        SettingsException error = assertThrows(
                SettingsException.class, () -> read(Map.of("EVENTLOGDEMO_PARTITIONS", "0", "EVENTLOGDEMO_CHECKPOINT", "soon")));

        assertTrue(error.getMessage().contains("EVENTLOGDEMO_PARTITIONS"), error.getMessage());
        assertTrue(error.getMessage().contains("EVENTLOGDEMO_CHECKPOINT"), error.getMessage());
    }

    @Test
    void userWithoutPasswordIsRefused() {
        assertThrows(SettingsException.class, () -> read(Map.of("EVENTLOGDEMO_CASSANDRA_USER", "u")));
    }

    @Test
    void secretsAreNotPrinted() throws IOException {
        Path file = Files.writeString(folder.resolve("client.properties"), "sasl.jaas.config=hidden-one\n");
        JobSettings settings = read(Map.of(
                "EVENTLOGDEMO_KAFKA_PROPERTIES", file.toString(),
                "EVENTLOGDEMO_CASSANDRA_USER", "hidden-two",
                "EVENTLOGDEMO_CASSANDRA_PASSWORD", "hidden-three"));

        assertEquals("hidden-one", settings.kafka().client().getProperty("sasl.jaas.config"));
        assertEquals("kafka:29092", settings.kafka().client().getProperty("bootstrap.servers"));
        assertFalse(settings.toString().contains("hidden"), settings.toString());
    }

    @Test
    void anEmptyVariableCountsAsMissing() {
        assertNull(read(Map.of("EVENTLOGDEMO_CASSANDRA_USER", "", "EVENTLOGDEMO_CASSANDRA_PASSWORD", "")).cassandra().user());
    }

    private static JobSettings read(Map<String, String> environment) {
        return JobSettings.read(environment::get);
    }
}
