package eventlogdemo.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import eventlogdemo.events.LogRecord;
import eventlogdemo.kafka.DeadLetterTopic;
import eventlogdemo.settings.CassandraSettings;
import eventlogdemo.settings.KafkaSettings;
import java.time.Clock;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/** Stores records in Cassandra, at least once: see {@link CassandraWriter}. One session per subtask. */
public final class CassandraSink implements Sink<LogRecord> {

    private static final long serialVersionUID = 1L;

    private final KafkaSettings kafka;
    private final CassandraSettings cassandra;

    /**
     * @param kafka topic of the records, and the cluster of the dead-letter topic
     * @param cassandra where the rows go
     */
    public CassandraSink(KafkaSettings kafka, CassandraSettings cassandra) {
        this.kafka = kafka;
        this.cassandra = cassandra;
    }

    @Override
    public SinkWriter<LogRecord> createWriter(WriterInitContext context) {
        return new CassandraWriter(
                rows(),
                new DeadLetterTopic(kafka),
                context.getMailboxExecutor(),
                context.getProcessingTimeService(),
                new WriterCounters(context.metricGroup()),
                WriterLimits.of(cassandra));
    }

    private CassandraRows rows() {
        CqlSession session = Sessions.open(cassandra);
        try {
            return new CassandraRows(session, cassandra.keyspace(), kafka.topic(), Clock.systemUTC());
        } catch (RuntimeException notPrepared) {
            session.close();
            throw notPrepared;
        }
    }
}
