package eventlogdemo.settings;

import java.io.Serializable;
import java.util.Map;
import java.util.Properties;

/**
 * Where the events come from.
 *
 * @param bootstrapServers comma-separated list of {@code host:port}
 * @param topic the pipeline's topic
 * @param partitions partitions of the topic when it is created
 * @param replication replication factor of topics that are created
 * @param retentionMs how long the topics keep records, -1 for ever
 * @param group consumer group whose committed offsets are the job's progress
 * @param clientProperties extra properties of every Kafka client (security), never printed
 */
public record KafkaSettings(
        String bootstrapServers,
        String topic,
        int partitions,
        short replication,
        long retentionMs,
        String group,
        Map<String, String> clientProperties) implements Serializable {

    /** Suffix that makes a topic's name that of its dead-letter topic. */
    public static final String DEAD_LETTER_SUFFIX = "-dead-letter";

    /**
     * Topic of the records that could not be stored.
     *
     * @return its name
     */
    public String deadLetterTopic() {
        return topic + DEAD_LETTER_SUFFIX;
    }

    /**
     * What every client of this cluster needs: the servers and the extra properties.
     *
     * @return a new object that the caller may add to
     */
    public Properties client() {
        Properties properties = new Properties();
        properties.putAll(clientProperties);
        properties.setProperty("bootstrap.servers", bootstrapServers);
        return properties;
    }

    /** Without the client properties, which may contain a password. */
    @Override
    public String toString() {
        return "kafka " + bootstrapServers + ", topic " + topic + ", group " + group;
    }
}
