package eventlogdemo.audit;

import eventlogdemo.Waiting;
import eventlogdemo.settings.KafkaSettings;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** The job's progress, by its committed offsets. */
public final class Progress {

    private Progress() {
    }

    /**
     * Waits until the job has committed everything that the topic held at the time of the call.
     *
     * @param settings the topic and the job's group
     * @param limit maximum wait
     * @throws Exception when Kafka does not answer, or time is up before the job has finished
     */
    public static void awaitDrained(KafkaSettings settings, Duration limit) throws Exception {
        try (Admin admin = Admin.create(settings.client())) {
            Map<TopicPartition, Long> ends = ends(admin, settings.topic());
            Waiting.until("the job to store all of topic " + settings.topic(), limit, BehindException.class::isInstance, () -> {
                long behind = behind(admin, settings.group(), ends);
                if (behind > 0) {
                    throw new BehindException(behind);
                }

                return null;
            });
        }
    }

    private static Map<TopicPartition, Long> ends(Admin admin, String topic) throws Exception {
        Map<TopicPartition, OffsetSpec> latest = admin.describeTopics(java.util.List.of(topic)).allTopicNames().get().get(topic)
                .partitions().stream()
                .collect(Collectors.toMap(info -> new TopicPartition(topic, info.partition()), info -> OffsetSpec.latest()));
        return admin.listOffsets(latest).all().get().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().offset()));
    }

    private static long behind(Admin admin, String group, Map<TopicPartition, Long> ends) throws Exception {
        Map<TopicPartition, OffsetAndMetadata> committed =
                admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
        return ends.entrySet().stream()
                .mapToLong(end -> {
                    OffsetAndMetadata offset = committed.get(end.getKey());
                    return Math.max(0, end.getValue() - (offset == null ? 0 : offset.offset()));
                })
                .sum();
    }

    /** The job has not reached the end yet. */
    private static final class BehindException extends Exception {

        private static final long serialVersionUID = 1L;

        BehindException(long records) {
            super(records + " records behind");
        }
    }
}
