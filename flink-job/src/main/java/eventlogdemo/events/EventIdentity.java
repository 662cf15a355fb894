package eventlogdemo.events;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.UUID;

/**
 * Distinguishes one event from all others: the 48 bytes of its record key, little-endian.
 *
 * <pre>
 * offset  size  field
 *      0     1  version (1)
 *      1     1  flags (0)
 *      2     2  stream, u16
 *      4     4  partition, u32
 *      8    16  run, RFC 9562 byte order
 *     24     8  seq, u64: dense per run, stream and partition, from 0
 *     32     8  sent-at, i64: microseconds since 1970-01-01T00:00:00Z
 *     40     8  hash, u64: XXH3-64 of bytes 0 to 39 followed by the body
 * </pre>
 *
 * The hash is passed on and never computed here: it proves that what arrived is what was sent, so it must not be recomputed on the way.
 * The golden vectors in {@code tests/golden/event-identity.json} also apply to the C# type of the same name.
 *
 * @param version layout version
 * @param flags reserved, 0
 * @param stream number of the stream in its process
 * @param partition partition that the event was written to
 * @param run run: one per process and stream
 * @param seq position within run, stream and partition
 * @param sentAtMicroseconds when the producer took the event, UTC
 * @param hash the unsigned hash, as the signed number of the same bits
 */
public record EventIdentity(
        int version, int flags, int stream, int partition, UUID run, long seq, long sentAtMicroseconds, long hash) {

    /** Size of the wire form in bytes. */
    public static final int SIZE = 48;

    /** The current layout version. */
    public static final int CURRENT_VERSION = 1;

    /**
     * Reads a record key.
     *
     * @param key the record key, or null
     * @return the identity; empty for anything but exactly 48 bytes of the current version with fields in range
     */
    public static Optional<EventIdentity> read(byte[] key) {
        if (key == null || key.length != SIZE || Byte.toUnsignedInt(key[0]) != CURRENT_VERSION) {
            return Optional.empty();
        }

        ByteBuffer wire = ByteBuffer.wrap(key).order(ByteOrder.LITTLE_ENDIAN);
        int partition = wire.getInt(4);
        long seq = wire.getLong(24);
        if (partition < 0 || seq < 0) {
            return Optional.empty();
        }

        ByteBuffer run = ByteBuffer.wrap(key, 8, 16);
        return Optional.of(new EventIdentity(
                CURRENT_VERSION,
                Byte.toUnsignedInt(key[1]),
                Short.toUnsignedInt(wire.getShort(2)),
                partition,
                new UUID(run.getLong(), run.getLong()),
                seq,
                wire.getLong(32),
                wire.getLong(40)));
    }

    /**
     * Whether a key has the size of an identity but a newer layout than this build supports.
     *
     * @param key the record key, or null
     * @return true when reading it as "no identity" would drop the producer's identity
     */
    public static boolean isOfNewerVersion(byte[] key) {
        return key != null && key.length == SIZE && Byte.toUnsignedInt(key[0]) > CURRENT_VERSION;
    }
}
