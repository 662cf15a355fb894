package eventlogdemo.cassandra;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;

/** The writer's counters in Flink's metrics, moved on the task's thread only. They begin at 0 again with each start of the task. */
final class WriterCounters {

    private final Counter rowsWritten;
    private final Counter rowsRetried;
    private final Counter deadLetters;
    private final Counter recordsSent;
    private final Counter bytesSent;
    private final Counter sendErrors;

    WriterCounters(SinkWriterMetricGroup metrics) {
        rowsWritten = metrics.counter("rowsWritten");
        rowsRetried = metrics.counter("rowsRetried");
        deadLetters = metrics.counter("deadLetters");
        recordsSent = metrics.getNumRecordsSendCounter();
        bytesSent = metrics.getNumBytesSendCounter();
        sendErrors = metrics.getNumRecordsSendErrorsCounter();
    }

    /** Rows that are stored. */
    void written(RowBatch batch) {
        rowsWritten.inc(batch.size());
        recordsSent.inc(batch.size());
        bytesSent.inc(batch.bytes());
    }

    /** Rows whose request failed and comes again. */
    void retried(RowBatch batch) {
        rowsRetried.inc(batch.size());
    }

    /** A record that became a dead letter. */
    void buried() {
        deadLetters.inc();
        sendErrors.inc();
    }
}
