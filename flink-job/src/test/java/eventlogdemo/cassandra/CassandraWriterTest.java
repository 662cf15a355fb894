package eventlogdemo.cassandra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import eventlogdemo.events.EventIdentity;
import eventlogdemo.events.LogRecord;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CassandraWriterTest {

    private static final RetrySchedule RETRIES = new RetrySchedule(Duration.ofMillis(100), Duration.ofSeconds(2), 5);

    private final FakeTask task = new FakeTask();
    private final FakeStore store = new FakeStore();
    private final FakeDeadLetters deadLetters = new FakeDeadLetters();
    private final CassandraWriter writer = writer(new WriterLimits(1_000, 4, 100_000, 8, 10_000_000, RETRIES));

    @Test
    void recordsAreStoredInBatches() throws Exception {
        write(0, 10);
        writer.flush(false);

        assertEquals(10, store.stored.size());
        assertEquals(List.of(4, 4, 2), store.requests.stream().map(List::size).toList());
        assertEquals(10, task.count("rowsWritten"));
        assertEquals(10, task.count("getNumRecordsSendCounter"));
        assertEquals(0, task.count("rowsRetried"));
        assertEquals(0, task.count("deadLetters"));
    }

    @Test
    void aSingleRecordWaitsOnlyTheLinger() throws Exception {
        long before = task.getCurrentProcessingTime();
        write(0, 1);
        assertEquals(0, store.requests.size());

        task.settle();

        assertEquals(1, store.stored.size());
        assertEquals(CassandraWriter.LINGER.toMillis(), task.getCurrentProcessingTime() - before);
    }

    @Test
    void theLingerRestartsWithEachBatch() throws Exception {
        write(0, 1);
        task.settle();
        write(1, 1);
        task.settle();

        assertEquals(List.of(List.of(0L), List.of(1L)), store.requests);
    }

    static Stream<Throwable> passing() {
        return WriteFailureTest.passing();
    }

    @ParameterizedTest
    @MethodSource("passing")
    void whatMayPassIsTriedAgainUntilItIsStored(Throwable failure) throws Exception {
        store.failNext(failure, failure, failure);
        write(0, 4);
        writer.flush(false);

        assertEquals(4, store.stored.size());
        assertEquals(4, store.requests.size());
        assertEquals(12, task.count("rowsRetried"));
        assertEquals(4, task.count("rowsWritten"));
        assertTrue(deadLetters.reasons.isEmpty());
    }

    @Test
    void retriesWaitLongerEachTime() throws Exception {
        store.failNext(Failures.overloaded(), Failures.overloaded(), Failures.overloaded());
        long before = task.getCurrentProcessingTime();
        write(0, 4);
        writer.flush(false);

        assertEquals(100 + 200 + 400, task.getCurrentProcessingTime() - before);
    }

    @Test
    void aNodeThatIsDownAndComesBackLosesNothing() throws Exception {
        long back = task.getCurrentProcessingTime() + 600;
        store.failWhen(batch -> task.getCurrentProcessingTime() < back ? Failures.nodeDown() : null);
        write(0, 30);
        writer.flush(false);

        assertEquals(30, store.stored.size());
        assertTrue(task.count("rowsRetried") > 0);
    }

    @Test
    void afterTheLastAttemptFlushThrowsAndNothingCountsAsStored() throws Exception {
        store.failWhen(batch -> Failures.unavailable());
        write(0, 4);

        FakeTask.TaskFailure failure = assertThrows(FakeTask.TaskFailure.class, () -> writer.flush(false));

        assertEquals(IOException.class, failure.getCause().getClass());
        assertTrue(failure.getMessage().contains("Gave up after 5 attempts"), failure.getMessage());
        assertEquals(5, store.requests.size());
        assertEquals(0, task.count("rowsWritten"));
        assertTrue(deadLetters.reasons.isEmpty());
    }

    @Test
    void missingPermissionsFailAtOnce() throws Exception {
        store.failWhen(batch -> Failures.forbidden());
        write(0, 4);

        assertThrows(FakeTask.TaskFailure.class, () -> writer.flush(false));
        assertEquals(1, store.requests.size());
    }

    @Test
    void flushWaitsForEveryResponse() throws Exception {
        store.hold();
        write(0, 10);
        int answers = 0;
        while (task.count("rowsWritten") < 8) {
            assertTrue(store.release());
            answers++;
            task.tryYield();
        }

        assertEquals(2, answers);
        // The third batch is sent only by the flush; its response comes while the flush waits.
        task.execute(() -> assertTrue(store.release()), "a late answer");
        writer.flush(false);

        assertEquals(10, store.stored.size());
        assertEquals(10, task.count("rowsWritten"));
        assertFalse(store.release());
    }

    @Test
    void recordsAreSettledByTheFlushAndNotBefore() throws Exception {
        write(10, 6);
        writer.write(new LogRecord(null, new byte[1], 2, 70), null);
        while (task.count("rowsWritten") < 4) {
            task.tryYield();
        }

        // Partitions are reported from where the task started.
        assertEquals(Map.of("partition.0.settledOffset", 10L, "partition.2.settledOffset", 70L), task.gauges());

        writer.flush(false);
        assertEquals(Map.of("partition.0.settledOffset", 16L, "partition.2.settledOffset", 71L), task.gauges());
    }

    @Test
    void aDeadLetterIsSettledLikeARow() throws Exception {
        writer.write(record(0, null, new byte[LogRecord.MAX_BODY_BYTES + 1]), null);
        writer.flush(false);

        assertEquals(Map.of("partition.0.settledOffset", 1L), task.gauges());
    }

    @Test
    void aFailedFlushSettlesNothing() throws Exception {
        write(0, 2);
        writer.flush(false);
        store.failWhen(batch -> Failures.unavailable());
        write(2, 4);
        assertThrows(FakeTask.TaskFailure.class, () -> writer.flush(false));

        assertEquals(Map.of("partition.0.settledOffset", 2L), task.gauges());
    }

    @Test
    void anIdleWriterReportsNoPartition() throws Exception {
        writer.flush(false);

        assertTrue(task.gauges().isEmpty());
    }

    @Test
    void flushWithoutRecordsReturns() throws Exception {
        writer.flush(false);
        writer.flush(true);

        assertTrue(store.requests.isEmpty());
    }

    @Test
    void writeWaitsWhenTooManyRequestsAreInFlight() throws Exception {
        store.hold();
        // A waiting writer gets a response: mail that releases one, and schedules itself again.
        task.execute(this::releaseRepeatedly, "answers one by one");
        write(0, 200);

        assertEquals(8, store.mostInFlight);
    }

    @Test
    void writeWaitsWhenTooManyBytesAreInFlight() throws Exception {
        CassandraWriter narrow = writer(new WriterLimits(1_000, 1, 100_000, 1_000, 3 * (1_000 + RowBatch.ROW_OVERHEAD), RETRIES));
        store.hold();
        task.execute(this::releaseRepeatedly, "answers one by one");
        for (int offset = 0; offset < 50; offset++) {
            narrow.write(record(offset, null, new byte[1_000]), null);
        }

        assertEquals(3, store.mostInFlight);
    }

    @Test
    void aPoisonRowIsSeparatedFromItsBatch() throws Exception {
        store.failWhen(batch -> batch.rows().stream().anyMatch(row -> row.offset() == 2) ? Failures.refused("String didn't validate.") : null);
        write(0, 8);
        writer.flush(false);

        assertEquals(Set.of("0/0", "0/1", "0/3", "0/4", "0/5", "0/6", "0/7"), store.stored.keySet());
        assertEquals(Set.of("0/2"), deadLetters.reasons.keySet());
        assertTrue(deadLetters.reasons.get("0/2").contains("String didn't validate."));
        assertEquals(1, task.count("deadLetters"));
        assertEquals(1, task.count("getNumRecordsSendErrorsCounter"));
        assertEquals(7, task.count("rowsWritten"));
    }

    @Test
    void aBatchThatIsTooLargeForTheNodeIsStoredRowByRow() throws Exception {
        store.failWhen(batch -> batch.size() > 1 ? Failures.refused("Batch too large") : null);
        write(0, 8);
        writer.flush(false);

        assertEquals(8, store.stored.size());
        assertTrue(deadLetters.reasons.isEmpty());
    }

    @Test
    void aSingleRowThatIsDroppedFirstAndThenRefusedIsADeadLetter() throws Exception {
        store.failNext(Failures.overloaded(), Failures.refused("no"));
        write(0, 1);
        writer.flush(false);

        assertEquals(Set.of("0/0"), deadLetters.reasons.keySet());
    }

    @Test
    void aMissingTableDoesNotMakeDeadLetters() throws Exception {
        store.failWhen(batch -> Failures.refused("unconfigured table event"));
        store.failProbe(Failures.refused("unconfigured table event"));
        write(0, 4);

        assertThrows(FakeTask.TaskFailure.class, () -> writer.flush(false));
        assertTrue(deadLetters.reasons.isEmpty());
    }

    @Test
    void aNodeThatGoesDownBeforeTheProbeIsWaitedFor() throws Exception {
        store.failNext(Failures.refused("no"));
        store.failProbe(Failures.nodeDown());
        write(0, 1);
        writer.flush(false);

        assertEquals(1, store.stored.size());
        assertTrue(deadLetters.reasons.isEmpty());
    }

    @Test
    void aStatementThatTheDriverCannotEncodeIsRefused() throws Exception {
        store.failWhen(batch -> {
            if (batch.rows().get(0).offset() == 0 && batch.size() == 1) {
                throw new IllegalArgumentException("value too long");
            }

            return batch.size() > 1 ? new IllegalArgumentException("value too long") : null;
        });
        write(0, 4);
        writer.flush(false);

        assertEquals(Set.of("0/0"), deadLetters.reasons.keySet());
        assertEquals(3, store.stored.size());
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 255})
    void anIdentityOfANewerVersionIsADeadLetter(int version) throws Exception {
        byte[] key = new byte[EventIdentity.SIZE];
        key[0] = (byte) version;
        writer.write(record(0, key, new byte[1]), null);
        writer.flush(false);

        assertEquals("identity of version " + version + ", this job knows 1", deadLetters.reasons.get("0/0"));
        assertTrue(store.requests.isEmpty());
    }

    @Test
    void aRecordWithoutIdentityIsStored() throws Exception {
        writer.write(record(0, null, null), null);
        writer.write(record(1, new byte[] {9, 9}, new byte[0]), null);
        writer.write(record(2, new byte[EventIdentity.SIZE], new byte[3]), null);
        writer.flush(false);

        assertEquals(3, store.stored.size());
    }

    @Test
    void theLongestBodyIsStoredAndOneByteMoreIsADeadLetter() throws Exception {
        writer.write(record(0, null, new byte[LogRecord.MAX_BODY_BYTES]), null);
        writer.write(record(1, null, new byte[LogRecord.MAX_BODY_BYTES + 1]), null);
        writer.flush(false);

        assertEquals(Set.of("0/0"), store.stored.keySet());
        assertEquals("body of 1000001 bytes, at most 1000000 are stored", deadLetters.reasons.get("0/1"));
    }

    @Test
    void aDeadLetterThatCannotBeProducedFailsTheFlush() throws Exception {
        deadLetters.failure = new IOException("no broker");
        writer.write(record(0, null, new byte[LogRecord.MAX_BODY_BYTES + 1]), null);

        FakeTask.TaskFailure failure = assertThrows(FakeTask.TaskFailure.class, () -> writer.flush(false));

        assertSame(deadLetters.failure, failure.getCause().getCause());
        assertEquals(0, task.count("deadLetters"));
    }

    @Test
    void closingTheWriterClosesItsStoreAndDeadLetters() {
        writer.close();

        assertTrue(store.closed);
        assertTrue(deadLetters.closed);
    }

    private CassandraWriter writer(WriterLimits limits) {
        return new CassandraWriter(store, deadLetters, task, task, new WriterCounters(task.metrics()), limits);
    }

    private void write(long first, int count) throws Exception {
        for (long offset = first; offset < first + count; offset++) {
            writer.write(record(offset, null, new byte[100]), null);
        }
    }

    private void releaseRepeatedly() {
        if (store.release()) {
            task.execute(this::releaseRepeatedly, "answers one by one");
        }
    }

    private static LogRecord record(long offset, byte[] key, byte[] value) {
        return new LogRecord(key, value, 0, offset);
    }
}
