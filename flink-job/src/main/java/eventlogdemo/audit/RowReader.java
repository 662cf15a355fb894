package eventlogdemo.audit;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import eventlogdemo.settings.CassandraSettings;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * Reads the rows of one Kafka partition in offset order: bucket by bucket, page by page. It reads one bucket past the end, to find
 * rows that have no record.
 */
final class RowReader implements Iterator<StoredRow> {

    /** A hundred rows with the longest body fit into memory. */
    private static final int PAGE = 100;

    /** A node that is still busy from the load may take long: an audit is in no hurry for a page. */
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final CqlSession session;
    private final PreparedStatement select;
    private final String topic;
    private final int partition;
    private final long begin;
    private final long lastBucket;
    private long nextBucket;
    private Iterator<Row> bucket = Collections.emptyIterator();
    private StoredRow next;

    /** Reads from an offset to the bucket after the one that contains the end. */
    RowReader(CqlSession session, PreparedStatement select, String topic, int partition, long bucketSize, long begin, long end) {
        this.session = session;
        this.select = select;
        this.topic = topic;
        this.partition = partition;
        this.begin = begin;
        this.nextBucket = begin / bucketSize;
        this.lastBucket = end / bucketSize + 1;
    }

    /** The query, prepared once for all partitions. */
    static PreparedStatement prepare(CqlSession session, CassandraSettings settings) {
        return session.prepare(SimpleStatement.newInstance("SELECT " + StoredRow.COLUMNS + " FROM " + settings.keyspace()
                + ".event WHERE topic = ? AND partition = ? AND bucket = ?").setPageSize(PAGE).setTimeout(TIMEOUT));
    }

    @Override
    public boolean hasNext() {
        while (next == null && (bucket.hasNext() || nextBucket <= lastBucket)) {
            if (bucket.hasNext()) {
                StoredRow row = StoredRow.of(bucket.next());
                // Before the first record that Kafka still has: its record has expired, so the row cannot be checked.
                next = row.offset() < begin ? null : row;
            } else {
                bucket = session.execute(select.bind(topic, partition, nextBucket++)).iterator();
            }
        }

        return next != null;
    }

    @Override
    public StoredRow next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }

        StoredRow row = next;
        next = null;
        return row;
    }
}
