package eventlogdemo.settings;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * All settings of the job, from environment variables whose names start with {@code EVENTLOGDEMO_}.
 *
 * @param kafka where the events come from
 * @param cassandra where they go
 * @param checkpoint time between two checkpoints, after each of which the offsets are committed
 */
public record JobSettings(KafkaSettings kafka, CassandraSettings cassandra, Duration checkpoint) implements Serializable {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,237}");
    private static final Pattern KEYSPACE = Pattern.compile("[a-z][a-z0-9_]{0,47}");
    private static final Pattern ANYTHING = Pattern.compile("\\S+");
    private static final Pattern SERVER = Pattern.compile("(\\[[0-9A-Fa-f:.%]+]|[A-Za-z0-9._-]+):[0-9]{1,5}");
    private static final List<String> LEVELS = List.of(
            "ANY", "ONE", "TWO", "THREE", "QUORUM", "ALL", "LOCAL_ONE", "LOCAL_QUORUM", "EACH_QUORUM");

    /**
     * Reads the settings.
     *
     * @param environment gives the value of a variable, or null
     * @return settings that are valid, individually and together
     * @throws SettingsException when they are not; it names each variable with its value
     */
    public static JobSettings read(UnaryOperator<String> environment) {
        SettingsReader reader = new SettingsReader(environment);
        JobSettings settings = new JobSettings(
                kafka(reader),
                cassandra(reader),
                reader.duration("EVENTLOGDEMO_CHECKPOINT", Duration.ofSeconds(5), Duration.ofMillis(100)));
        reader.check();
        return settings;
    }

    private static KafkaSettings kafka(SettingsReader reader) {
        String topic = reader.text("EVENTLOGDEMO_TOPIC", "events", NAME, "1 to 237 letters, digits, '.', '_' or '-'");
        List<String> servers = reader.list("EVENTLOGDEMO_KAFKA", "kafka:29092", SERVER, "a comma list of host:port");
        return new KafkaSettings(
                String.join(",", servers),
                topic,
                reader.integer("EVENTLOGDEMO_PARTITIONS", 4, 1, 10_000),
                (short) reader.integer("EVENTLOGDEMO_KAFKA_REPLICATION", 1, 1, 100),
                reader.number("EVENTLOGDEMO_RETENTION_MS", 604_800_000L, -1, Long.MAX_VALUE),
                reader.text("EVENTLOGDEMO_GROUP", "eventlogdemo", ANYTHING, "a name without blanks"),
                reader.file("EVENTLOGDEMO_KAFKA_PROPERTIES"));
    }

    private static CassandraSettings cassandra(SettingsReader reader) {
        int replication = reader.integer("EVENTLOGDEMO_CASSANDRA_REPLICATION", 1, 1, 100);
        String user = reader.text("EVENTLOGDEMO_CASSANDRA_USER", null);
        String password = reader.text("EVENTLOGDEMO_CASSANDRA_PASSWORD", null);
        if ((user == null) != (password == null)) {
            reader.problem("EVENTLOGDEMO_CASSANDRA_USER and EVENTLOGDEMO_CASSANDRA_PASSWORD are given together or not at all");
        }

        return new CassandraSettings(
                reader.list("EVENTLOGDEMO_CASSANDRA", "cassandra:9042", SERVER, "a comma list of host:port"),
                reader.text("EVENTLOGDEMO_CASSANDRA_DATACENTER", "datacenter1", ANYTHING, "a name without blanks"),
                replication,
                reader.oneOf("EVENTLOGDEMO_CASSANDRA_CONSISTENCY", replication >= 3 ? "LOCAL_QUORUM" : "LOCAL_ONE", LEVELS),
                reader.text("EVENTLOGDEMO_KEYSPACE", "eventlogdemo", KEYSPACE, "a small letter, then up to 47 small letters, digits or '_'"),
                reader.number("EVENTLOGDEMO_BUCKET_SIZE", 10_000, 1, 10_000_000),
                reader.integer("EVENTLOGDEMO_BATCH_ROWS", 160, 1, 10_000),
                reader.integer("EVENTLOGDEMO_BATCH_BYTES", 196_608, 1, 16_777_216),
                user,
                password);
    }
}
