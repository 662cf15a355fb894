package eventlogdemo.cassandra;

import eventlogdemo.events.LogRecord;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Collects records in batches. A batch never spans two Cassandra partitions (topic, partition, bucket): only then does the node apply it as
 * one write, of any size up to half a segment of its commit log. One batch is open per Kafka partition, because offsets only grow and so does the
 * bucket.
 */
final class BatchAssembler {

    private final long bucketSize;
    private final int maxRows;
    private final int maxBytes;
    private final Consumer<RowBatch> full;
    private final Map<Integer, RowBatch> open = new HashMap<>();

    /**
     * @param bucketSize offsets in one Cassandra partition
     * @param maxRows maximum rows in a batch
     * @param maxBytes maximum bytes in a batch; a larger row is a batch of its own
     * @param full receives each complete batch
     */
    BatchAssembler(long bucketSize, int maxRows, int maxBytes, Consumer<RowBatch> full) {
        this.bucketSize = bucketSize;
        this.maxRows = maxRows;
        this.maxBytes = maxBytes;
        this.full = full;
    }

    /** Adds a record; passes on the batches that it completes. */
    void add(LogRecord row) {
        long bucket = row.offset() / bucketSize;
        RowBatch batch = open.get(row.partition());
        if (batch != null && (batch.bucket() != bucket || batch.bytes() + RowBatch.sizeOf(row) > maxBytes)) {
            full.accept(open.remove(row.partition()));
            batch = null;
        }

        if (batch == null) {
            batch = new RowBatch(row.partition(), bucket);
            open.put(row.partition(), batch);
        }

        batch.add(row);
        if (batch.size() >= maxRows || batch.bytes() >= maxBytes) {
            full.accept(open.remove(row.partition()));
        }
    }

    /** Whether no batch is open. */
    boolean isEmpty() {
        return open.isEmpty();
    }

    /** Passes on all open batches as they are. */
    void drain() {
        open.values().forEach(full);
        open.clear();
    }
}
