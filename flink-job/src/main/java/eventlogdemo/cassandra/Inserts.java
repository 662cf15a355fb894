package eventlogdemo.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.BoundStatementBuilder;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import eventlogdemo.events.EventIdentity;
import eventlogdemo.events.LogRecord;
import eventlogdemo.events.Utf8;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * One prepared insert for each kind of row: with or without identity, body as text, as bytes or none. A statement names only the columns that
 * its rows have: absent values stay unset, and the node does not process null columns in every row that it logs, keeps and flushes.
 * Values are sent as the bytes that Cassandra stores, so a body is never decoded.
 */
final class Inserts {

    private static final String INSERT = "INSERT INTO %s.event (topic, partition, bucket, offset, stored_at%s%s) VALUES (?, ?, ?, ?, ?%s)";
    private static final String IDENTITY = ", run, stream, seq, sent_at, hash";
    private static final int IDENTITY_COLUMNS = 5;

    private final PreparedStatement[] withIdentity = new PreparedStatement[Body.values().length];
    private final PreparedStatement[] without = new PreparedStatement[Body.values().length];

    /** Prepares all of them. */
    Inserts(CqlSession session, String keyspace) {
        for (Body body : Body.values()) {
            int bodyColumns = body == Body.NONE ? 0 : 1;
            withIdentity[body.ordinal()] = session.prepare(
                    INSERT.formatted(keyspace, IDENTITY, body.column, ", ?".repeat(IDENTITY_COLUMNS + bodyColumns)));
            without[body.ordinal()] = session.prepare(INSERT.formatted(keyspace, "", body.column, ", ?".repeat(bodyColumns)));
        }
    }

    /** A statement with identity and body set; {@link Place} says what is left to set. */
    BoundStatementBuilder bind(LogRecord row) {
        Body body = Body.of(row.value());
        Optional<EventIdentity> identity = EventIdentity.read(row.key());
        int next = Place.values().length;
        BoundStatementBuilder values = (identity.isPresent() ? withIdentity : without)[body.ordinal()].boundStatementBuilder();
        if (identity.isPresent()) {
            EventIdentity known = identity.get();
            values = values
                    .setBytesUnsafe(next++, ByteBuffer.allocate(16)
                            .putLong(known.run().getMostSignificantBits())
                            .putLong(known.run().getLeastSignificantBits())
                            .flip())
                    .setBytesUnsafe(next++, bytes(known.stream()))
                    .setBytesUnsafe(next++, bytes(known.seq()))
                    .setBytesUnsafe(next++, bytes(known.sentAtMicroseconds()))
                    .setBytesUnsafe(next++, bytes(known.hash()));
        }

        return body == Body.NONE ? values : values.setBytesUnsafe(next, ByteBuffer.wrap(row.value()));
    }

    /** An int as Cassandra stores it. */
    static ByteBuffer bytes(int value) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(value).flip();
    }

    /** A bigint as Cassandra stores it. */
    static ByteBuffer bytes(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).flip();
    }

    /** The first values of every insert, in order. */
    enum Place {
        TOPIC, PARTITION, BUCKET, OFFSET, STORED_AT
    }

    /** The column of the body. */
    private enum Body {
        TEXT(", body"), BYTES(", body_bytes"), NONE("");

        private final String column;

        Body(String column) {
            this.column = column;
        }

        static Body of(byte[] value) {
            return value == null ? NONE : Utf8.isWellFormed(value) ? TEXT : BYTES;
        }
    }
}
