package eventlogdemo.cassandra;

import static eventlogdemo.cassandra.Inserts.bytes;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchStatementBuilder;
import com.datastax.oss.driver.api.core.cql.BatchType;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import eventlogdemo.cassandra.Inserts.Place;
import eventlogdemo.events.LogRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.CompletionStage;

/** Writes rows to the event table: a single row on its own, several as an UNLOGGED batch. */
final class CassandraRows implements RowStore {

    private static final String PROBE = "SELECT offset FROM %s.event WHERE topic = ? AND partition = ? AND bucket = ? LIMIT 1";

    private final CqlSession session;
    private final Inserts inserts;
    private final String probe;
    private final String topic;
    private final ByteBuffer topicBytes;
    private final Clock clock;

    /** Prepares the statements; owns the session from then on. */
    CassandraRows(CqlSession session, String keyspace, String topic, Clock clock) {
        this.session = session;
        this.inserts = new Inserts(session, keyspace);
        this.probe = PROBE.formatted(keyspace);
        this.topic = topic;
        this.topicBytes = ByteBuffer.wrap(topic.getBytes(StandardCharsets.UTF_8));
        this.clock = clock;
    }

    @Override
    public CompletionStage<Void> write(RowBatch batch) {
        ByteBuffer partition = bytes(batch.partition());
        ByteBuffer bucket = bytes(batch.bucket());
        ByteBuffer storedAt = bytes(microseconds(clock.instant()));
        if (batch.size() == 1) {
            return session.executeAsync(bind(batch.rows().get(0), partition, bucket, storedAt)).thenAccept(stored -> { });
        }

        BatchStatementBuilder statements = BatchStatement.builder(BatchType.UNLOGGED);
        for (LogRecord row : batch.rows()) {
            statements.addStatement(bind(row, partition, bucket, storedAt));
        }

        return session.executeAsync(statements.build()).thenAccept(stored -> { });
    }

    @Override
    public CompletionStage<Void> probe(RowBatch batch) {
        SimpleStatement statement = SimpleStatement.newInstance(probe, topic, batch.partition(), batch.bucket());
        return session.executeAsync(statement).thenAccept(answered -> { });
    }

    @Override
    public void close() {
        session.close();
    }

    private BoundStatement bind(LogRecord row, ByteBuffer partition, ByteBuffer bucket, ByteBuffer storedAt) {
        return inserts.bind(row)
                .setBytesUnsafe(Place.TOPIC.ordinal(), topicBytes)
                .setBytesUnsafe(Place.PARTITION.ordinal(), partition)
                .setBytesUnsafe(Place.BUCKET.ordinal(), bucket)
                .setBytesUnsafe(Place.OFFSET.ordinal(), bytes(row.offset()))
                .setBytesUnsafe(Place.STORED_AT.ordinal(), storedAt)
                .build();
    }

    private static long microseconds(Instant now) {
        return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
    }
}
