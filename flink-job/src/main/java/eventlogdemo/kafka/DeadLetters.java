package eventlogdemo.kafka;

import eventlogdemo.events.LogRecord;
import java.util.concurrent.CompletionStage;

/** Receives records that cannot be stored. */
public interface DeadLetters extends AutoCloseable {

    /**
     * Passes on one record.
     *
     * @param record the record as it was read
     * @param reason why it cannot be stored, for messages
     * @return completes when the letter has been acknowledged
     */
    CompletionStage<Void> send(LogRecord record, String reason);

    @Override
    void close();
}
