package eventlogdemo.cassandra;

import java.util.concurrent.CompletionStage;

/** Where rows are written: Cassandra, or what stands for it in a test. Every call may be repeated. */
interface RowStore extends AutoCloseable {

    /**
     * Writes all rows of a batch.
     *
     * @param batch rows of one Cassandra partition
     * @return ends when they are stored; fails with the driver's exception
     */
    CompletionStage<Void> write(RowBatch batch);

    /**
     * Asks the table something harmless, to tell a refused row from a table that is not there.
     *
     * @param batch where it would have been written
     * @return ends when the table answered
     */
    CompletionStage<Void> probe(RowBatch batch);

    @Override
    void close();
}
