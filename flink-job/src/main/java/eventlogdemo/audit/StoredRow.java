package eventlogdemo.audit;

import com.datastax.oss.driver.api.core.cql.Row;
import eventlogdemo.events.EventIdentity;
import eventlogdemo.events.LogRecord;
import eventlogdemo.events.Utf8;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * One row of the event table.
 *
 * @param offset its offset
 * @param run run, or null
 * @param stream stream, or null
 * @param seq seq, or null
 * @param sentAt sent-at in microseconds, or null
 * @param storedAt stored-at in microseconds, or null
 * @param hash hash, or null
 * @param body UTF-8 of the text body, or null
 * @param bodyBytes body that is not text, or null
 */
record StoredRow(
        long offset, UUID run, Integer stream, Long seq, Long sentAt, Long storedAt, Long hash, ByteBuffer body, ByteBuffer bodyBytes) {

    /** Columns in the order in which {@link #of} reads them. */
    static final String COLUMNS = "offset, run, stream, seq, sent_at, stored_at, hash, body, body_bytes";

    static StoredRow of(Row row) {
        return new StoredRow(
                row.getLong(0),
                row.getUuid(1),
                row.get(2, Integer.class),
                row.get(3, Long.class),
                row.get(4, Long.class),
                row.get(5, Long.class),
                row.get(6, Long.class),
                row.getBytesUnsafe(7),
                row.getBytesUnsafe(8));
    }

    /** Whether this is the row that the record must have. */
    boolean matches(LogRecord record) {
        return storedAt != null && hasBodyOf(record) && hasIdentityOf(record);
    }

    private boolean hasBodyOf(LogRecord record) {
        if (record.value() == null) {
            return body == null && bodyBytes == null;
        }

        ByteBuffer value = ByteBuffer.wrap(record.value());
        return Utf8.isWellFormed(record.value())
                ? value.equals(body) && bodyBytes == null
                : value.equals(bodyBytes) && body == null;
    }

    private boolean hasIdentityOf(LogRecord record) {
        Optional<EventIdentity> identity = EventIdentity.read(record.key());
        return Objects.equals(run, identity.map(EventIdentity::run).orElse(null))
                && Objects.equals(stream, identity.map(EventIdentity::stream).orElse(null))
                && Objects.equals(seq, identity.map(EventIdentity::seq).orElse(null))
                && Objects.equals(sentAt, identity.map(EventIdentity::sentAtMicroseconds).orElse(null))
                && Objects.equals(hash, identity.map(EventIdentity::hash).orElse(null));
    }
}
