package eventlogdemo.cassandra;

import eventlogdemo.events.LogRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Stands in for Cassandra: keeps rows by their position, fails on demand, and can hold its responses back. */
final class FakeStore implements RowStore {

    /** Rows by partition and offset. */
    final Map<String, LogRecord> stored = new TreeMap<>();

    /** Every request: the offsets in it. */
    final List<List<Long>> requests = new ArrayList<>();

    boolean closed;
    int mostInFlight;

    private final Queue<Runnable> held = new ArrayDeque<>();
    private Function<RowBatch, Throwable> fault = batch -> null;
    private Throwable probeFault;
    private boolean holding;

    /** Fails the batches for which the function returns an exception. */
    void failWhen(Function<RowBatch, Throwable> newFault) {
        fault = newFault;
    }

    /** Fails the next requests, each with the next of the given exceptions. */
    void failNext(Throwable... failures) {
        Queue<Throwable> left = new ArrayDeque<>(List.of(failures));
        fault = batch -> left.poll();
    }

    void failProbe(Throwable failure) {
        probeFault = failure;
    }

    /** Holds responses back until {@link #release}. */
    void hold() {
        holding = true;
    }

    /** Completes one of the responses that were held back. */
    boolean release() {
        Runnable answer = held.poll();
        if (answer != null) {
            answer.run();
        }

        return answer != null;
    }

    @Override
    public CompletionStage<Void> write(RowBatch batch) {
        requests.add(batch.rows().stream().map(LogRecord::offset).toList());
        Throwable failure = fault.apply(batch);
        return answer(failure, () -> batch.rows().forEach(row -> stored.put(row.partition() + "/" + row.offset(), row)));
    }

    @Override
    public CompletionStage<Void> probe(RowBatch batch) {
        return answer(probeFault, () -> { });
    }

    @Override
    public void close() {
        closed = true;
    }

    private CompletionStage<Void> answer(Throwable failure, Runnable effect) {
        CompletableFuture<Void> future = new CompletableFuture<>();
        Runnable answer = () -> {
            if (failure != null) {
                future.completeExceptionally(failure);
            } else {
                effect.run();
                future.complete(null);
            }
        };
        if (holding) {
            held.add(answer);
            mostInFlight = Math.max(mostInFlight, held.size());
        } else {
            answer.run();
        }

        return future;
    }
}
