package eventlogdemo.events;

/**
 * One raw record of the event log.
 *
 * @param key the record key, or null
 * @param value the body, or null
 * @param partition partition of the topic
 * @param offset offset within the partition
 */
public record LogRecord(byte[] key, byte[] value, int partition, long offset) {

    /** Maximum size of an event in bytes: a larger one becomes a dead letter. */
    public static final int MAX_BODY_BYTES = 1_000_000;

    /**
     * Size of the body.
     *
     * @return bytes, 0 without a body
     */
    public int bodyBytes() {
        return value == null ? 0 : value.length;
    }
}
