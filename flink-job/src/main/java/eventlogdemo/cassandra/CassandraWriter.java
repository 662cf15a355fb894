package eventlogdemo.cassandra;

import eventlogdemo.events.EventIdentity;
import eventlogdemo.events.LogRecord;
import eventlogdemo.kafka.DeadLetters;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the records of one subtask. The driver's responses come back through the task's mailbox, so all of this runs on the task's thread and
 * needs no lock; waiting means processing mail.
 *
 * <p>No record is lost: {@link #flush} returns only when every record before it is stored or a dead letter, and otherwise throws, so
 * no checkpoint, and no committed offset, passes a record that is not. No record stops the others: a refused batch is retried
 * row by row, and a refused row becomes a dead letter, provided that the table itself still answers.
 */
final class CassandraWriter implements SinkWriter<LogRecord> {

    /** Maximum time that a record waits for others to share its batch. */
    static final Duration LINGER = Duration.ofMillis(20);

    private static final Logger LOG = LoggerFactory.getLogger(CassandraWriter.class);

    private final RowStore store;
    private final DeadLetters deadLetters;
    private final MailboxExecutor mailbox;
    private final ProcessingTimeService timers;
    private final WriterCounters counters;
    private final RetrySchedule retries;
    private final InFlight inFlight;
    private final BatchAssembler batches;
    private boolean lingering;

    CassandraWriter(
            RowStore store,
            DeadLetters deadLetters,
            MailboxExecutor mailbox,
            ProcessingTimeService timers,
            WriterCounters counters,
            WriterLimits limits) {
        this.store = store;
        this.deadLetters = deadLetters;
        this.mailbox = mailbox;
        this.timers = timers;
        this.counters = counters;
        this.retries = limits.retries();
        this.inFlight = new InFlight(limits.requests(), limits.bytes());
        this.batches = new BatchAssembler(limits.bucketSize(), limits.batchRows(), limits.batchBytes(), this::begin);
    }

    @Override
    public void write(LogRecord record, Context context) throws InterruptedException {
        counters.taken(record);
        if (EventIdentity.isOfNewerVersion(record.key())) {
            bury(record, "identity of version " + Byte.toUnsignedInt(record.key()[0]) + ", this job knows " + EventIdentity.CURRENT_VERSION);
        } else if (record.bodyBytes() > LogRecord.MAX_BODY_BYTES) {
            bury(record, "body of " + record.bodyBytes() + " bytes, at most " + LogRecord.MAX_BODY_BYTES + " are stored");
        } else {
            batches.add(record);
            linger();
        }

        while (inFlight.isFull()) {
            mailbox.yield();
        }
    }

    @Override
    public void flush(boolean endOfInput) throws InterruptedException {
        batches.drain();
        while (!inFlight.isEmpty()) {
            mailbox.yield();
        }

        counters.settled();
    }

    @Override
    public void close() {
        try (store; deadLetters) {
            LOG.debug("Closing with {} requests in flight", inFlight.requests());
        }
    }

    private void linger() {
        if (!lingering && !batches.isEmpty()) {
            lingering = true;
            timers.registerTimer(timers.getCurrentProcessingTime() + LINGER.toMillis(), time -> {
                lingering = false;
                batches.drain();
            });
        }
    }

    private void begin(RowBatch batch) {
        inFlight.begin(batch.bytes());
        attempt(batch);
    }

    private void attempt(RowBatch batch) {
        batch.countAttempt();
        CompletionStage<Void> answer;
        try {
            answer = store.write(batch);
        } catch (RuntimeException refusedByDriver) {
            answer = CompletableFuture.failedFuture(refusedByDriver);
        }

        whenAnswered(answer, failure -> answered(batch, failure));
    }

    private void answered(RowBatch batch, Throwable failure) throws IOException {
        if (failure == null) {
            inFlight.end(batch.bytes());
            counters.written(batch);
            return;
        }

        switch (WriteFailure.of(failure)) {
            case TRANSIENT -> retryLater(batch, failure);
            case REFUSED -> isolate(batch, failure);
            default -> throw new IOException("Cassandra does not take rows: " + batch, failure);
        }
    }

    private void retryLater(RowBatch batch, Throwable failure) throws IOException {
        if (retries.isOver(batch.attempts())) {
            throw new IOException("Gave up after " + batch.attempts() + " attempts to store " + batch, failure);
        }

        Duration wait = retries.after(batch.attempts());
        LOG.warn("Attempt {} to store {} failed, next in {} ms: {}", batch.attempts(), batch, wait.toMillis(), failure.toString());
        counters.retried(batch);
        timers.registerTimer(timers.getCurrentProcessingTime() + wait.toMillis(), time -> attempt(batch));
    }

    private void isolate(RowBatch batch, Throwable failure) {
        if (batch.size() == 1) {
            whenAnswered(store.probe(batch), probeFailure -> probed(batch, failure, probeFailure));
            return;
        }

        LOG.warn("Cassandra refused {}, each is tried alone: {}", batch, failure.toString());
        counters.retried(batch);
        inFlight.end(batch.bytes());
        batch.split().forEach(this::begin);
    }

    private void probed(RowBatch row, Throwable refusal, Throwable probeFailure) throws IOException {
        if (probeFailure == null) {
            inFlight.end(row.bytes());
            bury(row.rows().get(0), "refused by Cassandra: " + refusal.getMessage());
        } else if (WriteFailure.of(probeFailure) == WriteFailure.TRANSIENT) {
            retryLater(row, probeFailure);
        } else {
            throw new IOException("The table does not answer, so this is not the fault of a row: " + row, probeFailure);
        }
    }

    private void bury(LogRecord record, String reason) {
        LOG.warn("Dead letter of partition {}, offset {}: {}", record.partition(), record.offset(), reason);
        int size = RowBatch.sizeOf(record);
        inFlight.begin(size);
        whenAnswered(deadLetters.send(record, reason), failure -> {
            if (failure != null) {
                throw new IOException("The dead letter of partition " + record.partition() + ", offset " + record.offset()
                        + " could not be produced", failure);
            }

            inFlight.end(size);
            counters.buried();
        });
    }

    /** Continues on the task's thread. */
    private void whenAnswered(CompletionStage<Void> answer, Continuation next) {
        answer.whenComplete((done, failure) -> {
            try {
                mailbox.execute(() -> next.with(failure == null ? null : WriteFailure.causeOf(failure)), "answer for a batch of rows");
            } catch (RejectedExecutionException taskIsOver) {
                LOG.debug("An answer came after the task had ended; its rows are repeated from the last checkpoint");
            }
        });
    }

    /** Handles a response; an exception fails the task. */
    @FunctionalInterface
    private interface Continuation {
        void with(Throwable failure) throws IOException;
    }
}
