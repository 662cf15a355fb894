package eventlogdemo.kafka;

import eventlogdemo.events.LogRecord;
import java.util.concurrent.CompletionStage;

/** Where records go that cannot be stored. */
public interface DeadLetters extends AutoCloseable {

    /**
     * Hands over one record.
     *
     * @param record the record as it was read
     * @param reason why it cannot be stored, for people
     * @return ends when the letter is safe
     */
    CompletionStage<Void> send(LogRecord record, String reason);

    @Override
    void close();
}
