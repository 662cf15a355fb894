package eventlogdemo.kafka;

import eventlogdemo.Waiting;
import eventlogdemo.settings.KafkaSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates the pipeline's topics if they are missing. Existing ones stay as they are, and then no permission to create topics is needed. */
public final class Topics {

    private static final Logger LOG = LoggerFactory.getLogger(Topics.class);
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Duration REQUEST = Duration.ofSeconds(10);

    /** Above the default limit of any broker's topics, so that a dead letter fits together with its headers. */
    private static final int DEAD_LETTER_MAX_BYTES = 16 * 1024 * 1024;

    private Topics() {
    }

    /**
     * Waits for the broker and creates the topic and its dead-letter topic.
     *
     * @param settings names, partitions, replication and retention
     * @throws Exception when the broker refuses, or is not available in time
     */
    public static void ensure(KafkaSettings settings) throws Exception {
        Properties properties = settings.client();
        properties.setProperty("request.timeout.ms", Long.toString(REQUEST.toMillis()));
        properties.setProperty("default.api.timeout.ms", Long.toString(REQUEST.toMillis()));
        Waiting.until("Kafka at " + settings.bootstrapServers(), LIMIT, Topics::isTransient, () -> {
            try (Admin admin = Admin.create(properties)) {
                Set<String> there = admin.listTopics().names().get(REQUEST.toSeconds(), TimeUnit.SECONDS);
                create(admin, wanted(settings).stream().filter(topic -> !there.contains(topic.name())).toList());
            }

            return null;
        });
    }

    private static List<NewTopic> wanted(KafkaSettings settings) {
        Map<String, String> events = new HashMap<>();
        events.put("retention.ms", Long.toString(settings.retentionMs()));
        if (settings.replication() >= 3) {
            events.put("min.insync.replicas", "2");
        }

        Map<String, String> deadLetters = new HashMap<>(events);
        deadLetters.put("max.message.bytes", Integer.toString(DEAD_LETTER_MAX_BYTES));
        return List.of(
                new NewTopic(settings.topic(), settings.partitions(), settings.replication()).configs(events),
                new NewTopic(settings.deadLetterTopic(), 1, settings.replication()).configs(deadLetters));
    }

    private static void create(Admin admin, List<NewTopic> topics) throws Exception {
        for (Map.Entry<String, KafkaFuture<Void>> creation : admin.createTopics(topics).values().entrySet()) {
            try {
                creation.getValue().get(REQUEST.toSeconds(), TimeUnit.SECONDS);
                LOG.info("Created topic {}", creation.getKey());
            } catch (ExecutionException failure) {
                if (!(failure.getCause() instanceof TopicExistsException)) {
                    throw failure.getCause() instanceof Exception cause ? cause : failure;
                }
            }
        }
    }

    private static boolean isTransient(Exception failure) {
        Throwable cause = failure instanceof ExecutionException ? failure.getCause() : failure;
        return cause instanceof RetriableException || cause instanceof TimeoutException || isUnresolved(cause);
    }

    /** A broker's name resolves only while its container runs. */
    private static boolean isUnresolved(Throwable failure) {
        return failure instanceof KafkaException
                && failure.getCause() instanceof ConfigException config
                && String.valueOf(config.getMessage()).contains("No resolvable bootstrap urls");
    }
}
