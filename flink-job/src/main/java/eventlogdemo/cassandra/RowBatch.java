package eventlogdemo.cassandra;

import eventlogdemo.events.LogRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Rows of one Cassandra partition that are sent to the node in one request, and the number of attempts. */
final class RowBatch {

    /**
     * What Cassandra counts for a row besides its body, rounded up: its clustering key and eight cells, each with its timestamp. By this 40 rows of
     * 1,024 bytes are 48,960, below the 51,200 that a node accepts by default. If an estimate is too low, the node refuses the batch and its
     * rows are written one by one.
     */
    static final int ROW_OVERHEAD = 200;

    private final int partition;
    private final long bucket;
    private final List<LogRecord> rows;
    private int bytes;
    private int attempts;

    RowBatch(int partition, long bucket) {
        this.partition = partition;
        this.bucket = bucket;
        this.rows = new ArrayList<>();
    }

    /** Size of one row in a batch, in bytes. */
    static int sizeOf(LogRecord row) {
        return row.bodyBytes() + ROW_OVERHEAD;
    }

    int partition() {
        return partition;
    }

    long bucket() {
        return bucket;
    }

    List<LogRecord> rows() {
        return Collections.unmodifiableList(rows);
    }

    int size() {
        return rows.size();
    }

    /** Size of all rows, in bytes. */
    int bytes() {
        return bytes;
    }

    /** Number of requests so far that contained these rows. */
    int attempts() {
        return attempts;
    }

    void add(LogRecord row) {
        rows.add(row);
        bytes += sizeOf(row);
    }

    void countAttempt() {
        attempts++;
    }

    /** One batch for each row. */
    List<RowBatch> split() {
        List<RowBatch> single = new ArrayList<>(rows.size());
        for (LogRecord row : rows) {
            RowBatch batch = new RowBatch(partition, bucket);
            batch.add(row);
            single.add(batch);
        }

        return single;
    }

    /** The position of the rows, for messages. */
    @Override
    public String toString() {
        return rows.size() + " rows of partition " + partition + ", offsets " + rows.get(0).offset() + " to "
                + rows.get(rows.size() - 1).offset();
    }
}
