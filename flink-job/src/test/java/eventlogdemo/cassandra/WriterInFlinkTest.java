package eventlogdemo.cassandra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import eventlogdemo.events.LogRecord;
import eventlogdemo.kafka.DeadLetters;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.RpcOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.runtime.client.JobExecutionException;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The writer in a real task: Flink's mailbox, timers, checkpoints and restarts, and responses from other threads. */
@Timeout(600)
class WriterInFlinkTest {

    private static final int RECORDS = 5_000;

    /** Shared with the task, which runs in this process. */
    private static final Set<Long> STORED = ConcurrentHashMap.newKeySet();
    private static final Map<Long, String> BURIED = new ConcurrentHashMap<>();
    private static final AtomicInteger REQUESTS = new AtomicInteger();
    private static final AtomicInteger STARTS = new AtomicInteger();

    @BeforeEach
    void forget() {
        STORED.clear();
        BURIED.clear();
        REQUESTS.set(0);
        STARTS.set(0);
    }

    @Test
    void timeoutsAndPoisonRowsDoNotStopTheJob() throws Exception {
        run(Fault.TIME_OUTS_AND_POISON, 0);

        assertEquals(Set.of(0L, 1_000L, 2_000L, 3_000L, 4_000L), BURIED.keySet());
        assertEquals(all().stream().filter(offset -> offset % 1_000 != 0).collect(Collectors.toSet()), STORED);
        assertEquals(1, STARTS.get());
    }

    @Test
    void aFailedTaskIsRestartedAndEverythingIsStored() throws Exception {
        run(Fault.FIRST_START_BREAKS, 1);

        assertEquals(all(), STORED);
        assertEquals(2, STARTS.get());
    }

    @Test
    void aStoreThatStaysDownFailsTheJob() {
        assertThrows(JobExecutionException.class, () -> run(Fault.ALWAYS_UNAVAILABLE, 0));
        assertEquals(Set.of(), STORED);
    }

    private static void run(Fault fault, int restarts) throws Exception {
        Configuration configuration = new Configuration();
        // Flink's default of ten seconds is too short for a first task on a busy machine.
        configuration.set(RpcOptions.ASK_TIMEOUT_DURATION, Duration.ofMinutes(10));
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, restarts == 0 ? "none" : "fixed-delay");
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, Math.max(1, restarts));
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(1));
        StreamExecutionEnvironment flink = StreamExecutionEnvironment.createLocalEnvironment(1, configuration);
        try {
            flink.enableCheckpointing(100, CheckpointingMode.AT_LEAST_ONCE);
            flink.getConfig().enableObjectReuse();
            flink.fromSequence(0, RECORDS - 1)
                    .map(offset -> new LogRecord(null, new byte[10], 0, offset))
                    .returns(LogRecord.class)
                    .sinkTo(new FaultySink(fault));
            flink.execute("test");
        } finally {
            flink.close();
        }
    }

    private static Set<Long> all() {
        return LongStream.range(0, RECORDS).boxed().collect(Collectors.toSet());
    }

    private enum Fault {
        TIME_OUTS_AND_POISON, FIRST_START_BREAKS, ALWAYS_UNAVAILABLE;

        Throwable of(RowBatch batch, int start, int request) {
            return switch (this) {
                case TIME_OUTS_AND_POISON -> request % 3 == 0
                        ? Failures.clientTimeout()
                        : batch.rows().stream().anyMatch(row -> row.offset() % 1_000 == 0) ? Failures.refused("poison") : null;
                case FIRST_START_BREAKS -> start == 1 && request > 50 ? Failures.forbidden() : null;
                case ALWAYS_UNAVAILABLE -> Failures.unavailable();
            };
        }
    }

    private static final class FaultySink implements Sink<LogRecord> {

        private static final long serialVersionUID = 1L;

        private final Fault fault;

        FaultySink(Fault fault) {
            this.fault = fault;
        }

        @Override
        public SinkWriter<LogRecord> createWriter(WriterInitContext context) {
            RetrySchedule retries = new RetrySchedule(Duration.ofMillis(1), Duration.ofMillis(2), 20);
            return new CassandraWriter(
                    new FaultyStore(fault, STARTS.incrementAndGet()),
                    new Graveyard(),
                    context.getMailboxExecutor(),
                    context.getProcessingTimeService(),
                    new WriterCounters(context.metricGroup()),
                    new WriterLimits(1_000, 20, 100_000, 8, 1_000_000, retries));
        }
    }

    private record FaultyStore(Fault fault, int start) implements RowStore {

        @Override
        public CompletionStage<Void> write(RowBatch batch) {
            int request = REQUESTS.incrementAndGet();
            return CompletableFuture.runAsync(() -> {
                Throwable failure = fault.of(batch, start, request);
                if (failure != null) {
                    throw new java.util.concurrent.CompletionException(failure);
                }

                batch.rows().forEach(row -> STORED.add(row.offset()));
            });
        }

        @Override
        public CompletionStage<Void> probe(RowBatch batch) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    private static final class Graveyard implements DeadLetters {

        @Override
        public CompletionStage<Void> send(LogRecord record, String reason) {
            return CompletableFuture.runAsync(() -> BURIED.put(record.offset(), reason));
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
