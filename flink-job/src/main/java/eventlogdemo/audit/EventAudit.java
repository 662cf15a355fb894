package eventlogdemo.audit;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import eventlogdemo.cassandra.Sessions;
import eventlogdemo.settings.AuditSettings;
import eventlogdemo.settings.CassandraSettings;
import eventlogdemo.settings.JobSettings;
import eventlogdemo.settings.KafkaSettings;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Proves, using nothing of the job but its settings, that Cassandra holds what Kafka holds: every record of the topic has exactly one row
 * with the same body and identity or is a dead letter, and no row lacks its record. Memory use does not grow with the topic.
 *
 * <p>It covers what the topic holds when it starts, so the job must have processed that: see {@link Progress#awaitDrained}.
 */
public final class EventAudit {

    private final KafkaSettings kafka;
    private final CassandraSettings cassandra;
    private final AuditSettings audit;

    /**
     * @param settings the job's settings, with addresses that are reachable where the audit runs
     * @param audit where it starts
     */
    public EventAudit(JobSettings settings, AuditSettings audit) {
        this.kafka = settings.kafka();
        this.cassandra = settings.cassandra();
        this.audit = audit;
    }

    /**
     * Prints the report as one line. Exit code 0: equal; 1: different; 2: the audit could not be done.
     *
     * @param arguments none: settings are the job's environment variables and those of {@link AuditSettings}
     */
    public static void main(String[] arguments) {
        int exitCode = 2;
        try {
            JobSettings settings = JobSettings.read(System::getenv);
            AuditSettings audit = AuditSettings.read(System::getenv);
            Progress.awaitDrained(settings.kafka(), audit.limit());
            AuditReport report = new EventAudit(settings, audit).run();
            System.out.println(report);
            exitCode = report.isSame() ? 0 : 1;
        } catch (Exception failure) {
            System.err.println("The audit could not be done: " + failure + (failure.getCause() == null ? "" : " (" + failure.getCause() + ")"));
        }

        System.exit(exitCode);
    }

    /**
     * Compares both sides, partition by partition.
     *
     * @return the figures of the whole topic, or of what follows the offsets where the audit starts
     */
    public AuditReport run() {
        try (CqlSession session = Sessions.open(cassandra); Consumer<byte[], byte[]> consumer = RecordReader.consumer(kafka)) {
            PreparedStatement select = RowReader.prepare(session, cassandra);
            List<TopicPartition> partitions = consumer.partitionsFor(kafka.topic()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            DeadLetterIndex deadLetters = DeadLetterIndex.read(consumer, kafka);
            AuditReport report = AuditReport.empty(kafka.topic());
            for (TopicPartition partition : partitions) {
                long begin = Math.max(begins.get(partition), audit.from(partition.partition()));
                long end = ends.get(partition);
                RowReader rows = new RowReader(
                        session, select, kafka.topic(), partition.partition(), cassandra.bucketSize(), begin, end);
                report = report.plus(new PartitionAudit(kafka.topic(), partition.partition(), deadLetters.of(partition.partition()))
                        .compare(new RecordReader(consumer, partition, begin, end), rows));
            }

            return report;
        }
    }
}
