package eventlogdemo.cassandra;

import eventlogdemo.events.LogRecord;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;

/** The writer's counters in Flink's metrics, updated on the task's thread only. They restart at 0 with each start of the task. */
final class WriterCounters {

    private final Counter rowsWritten;
    private final Counter rowsRetried;
    private final Counter deadLetters;
    private final Counter recordsSent;
    private final Counter bytesSent;
    private final Counter sendErrors;
    private final SettledOffsets settled;

    WriterCounters(SinkWriterMetricGroup metrics) {
        rowsWritten = metrics.counter("rowsWritten");
        rowsRetried = metrics.counter("rowsRetried");
        deadLetters = metrics.counter("deadLetters");
        recordsSent = metrics.getNumRecordsSendCounter();
        bytesSent = metrics.getNumBytesSendCounter();
        sendErrors = metrics.getNumRecordsSendErrorsCounter();
        settled = new SettledOffsets(metrics);
    }

    /** A record was received that will become a row or a dead letter. */
    void taken(LogRecord record) {
        settled.take(record);
    }

    /** Every record that was received has become one. */
    void settled() {
        settled.settle();
    }

    /** Rows that are stored. */
    void written(RowBatch batch) {
        rowsWritten.inc(batch.size());
        recordsSent.inc(batch.size());
        bytesSent.inc(batch.bytes());
    }

    /** Rows whose request failed and is retried. */
    void retried(RowBatch batch) {
        rowsRetried.inc(batch.size());
    }

    /** A record that became a dead letter. */
    void buried() {
        deadLetters.inc();
        sendErrors.inc();
    }
}
