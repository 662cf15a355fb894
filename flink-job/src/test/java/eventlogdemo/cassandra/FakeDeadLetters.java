package eventlogdemo.cassandra;

import eventlogdemo.events.LogRecord;
import eventlogdemo.kafka.DeadLetters;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Keeps the reason of each dead letter by its position. */
final class FakeDeadLetters implements DeadLetters {

    final Map<String, String> reasons = new TreeMap<>();
    Throwable failure;
    boolean closed;

    @Override
    public CompletionStage<Void> send(LogRecord record, String reason) {
        if (failure != null) {
            return CompletableFuture.failedFuture(failure);
        }

        reasons.put(record.partition() + "/" + record.offset(), reason);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void close() {
        closed = true;
    }
}
