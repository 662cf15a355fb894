package eventlogdemo.settings;

import java.io.Serializable;
import java.util.Map;
import java.util.Properties;

/**
 * Where the events come from.
 *
 * @param bootstrapServers comma list of {@code host:port}
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

    /** What follows the topic's name in the name of its dead letters. */
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
     * @return a fresh object that the caller adds to
     */
    public Properties client() {
        Properties properties = new Properties();
        properties.putAll(clientProperties);
        properties.setProperty("bootstrap.servers", bootstrapServers);
        return properties;
    }

    /** Without the client properties: they may hold a password. */
    @Override
    public String toString() {
        return "kafka " + bootstrapServers + ", topic " + topic + ", group " + group;
    }
}
