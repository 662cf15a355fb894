package eventlogdemo;

import eventlogdemo.cassandra.CassandraSchema;
import eventlogdemo.cassandra.CassandraSink;
import eventlogdemo.events.LogRecord;
import eventlogdemo.kafka.LogRecordDeserializer;
import eventlogdemo.kafka.Topics;
import eventlogdemo.settings.JobSettings;
import eventlogdemo.settings.KafkaSettings;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The job {@code event-store}: Kafka to Cassandra, at least once. A row's key is its record's position, so a record that is repeated after a
 * failure overwrites its own row: each record has one row.
 */
public final class EventStoreJob {

    /** Name of the job in Flink. */
    public static final String NAME = "event-store";

    /** Name and uid of the source. */
    public static final String SOURCE = "kafka-events";

    /** Name and uid of the sink. */
    public static final String SINK = "cassandra-events";

    private static final Logger LOG = LoggerFactory.getLogger(EventStoreJob.class);

    private EventStoreJob() {
    }

    /**
     * Creates what is missing in Kafka and Cassandra, then runs the job.
     *
     * @param arguments none: settings are environment variables, see {@link JobSettings}
     * @throws Exception when settings are not valid, or Kafka or Cassandra refuses or is not available in time
     */
    public static void main(String[] arguments) throws Exception {
        JobSettings settings = JobSettings.read(System::getenv);
        LOG.info("Starting {} with {} and {}", NAME, settings.kafka(), settings.cassandra());
        Topics.ensure(settings.kafka());
        CassandraSchema.ensure(settings.cassandra());

        StreamExecutionEnvironment flink = StreamExecutionEnvironment.getExecutionEnvironment();
        define(flink, settings);
        flink.execute(NAME);
    }

    private static void define(StreamExecutionEnvironment flink, JobSettings settings) {
        flink.enableCheckpointing(settings.checkpoint().toMillis(), CheckpointingMode.AT_LEAST_ONCE);
        // Records are never modified after they have been read, so the chained sink may receive them without a copy.
        flink.getConfig().enableObjectReuse();
        flink.fromSource(source(settings.kafka()), WatermarkStrategy.noWatermarks(), SOURCE)
                .uid(SOURCE)
                .sinkTo(new CassandraSink(settings.kafka(), settings.cassandra()))
                .name(SINK)
                .uid(SINK);
    }

    /** The connector still uses Kafka's older type for "where to start without a committed offset". */
    @SuppressWarnings("deprecation")
    private static KafkaSource<LogRecord> source(KafkaSettings settings) {
        return KafkaSource.<LogRecord>builder()
                .setProperties(settings.client())
                .setBootstrapServers(settings.bootstrapServers())
                .setTopics(settings.topic())
                .setGroupId(settings.group())
                .setStartingOffsets(OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST))
                .setDeserializer(new LogRecordDeserializer())
                .setProperty("commit.offsets.on.checkpoint", "true")
                .setProperty("isolation.level", "read_committed")
                .setProperty("max.poll.records", "2000")
                .setProperty("fetch.max.bytes", "8388608")
                .setProperty("partition.discovery.interval.ms", "30000")
                .build();
    }
}
