package eventlogdemo.cassandra;

import java.util.concurrent.CompletionStage;

/** Where rows are written: Cassandra, or its substitute in a test. Every call may be repeated. */
interface RowStore extends AutoCloseable {

    /**
     * Writes all rows of a batch.
     *
     * @param batch rows of one Cassandra partition
     * @return completes when they are stored; fails with the driver's exception
     */
    CompletionStage<Void> write(RowBatch batch);

    /**
     * Sends a harmless query to the table, to distinguish a refused row from a missing table.
     *
     * @param batch where it would have been written
     * @return completes when the table has answered
     */
    CompletionStage<Void> probe(RowBatch batch);

    @Override
    void close();
}
