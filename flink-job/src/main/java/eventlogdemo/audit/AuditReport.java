package eventlogdemo.audit;

/**
 * Result of an audit. Each figure counts records or rows.
 *
 * @param topic the topic
 * @param records records in Kafka
 * @param rows rows at the positions of these records, and rows without a record
 * @param deadLetters records that are dead letters
 * @param missing records that are neither stored nor a dead letter
 * @param extra rows without a record
 * @param different rows whose body or identity is not the record's
 * @param both records that are stored and a dead letter
 */
public record AuditReport(
        String topic, long records, long rows, long deadLetters, long missing, long extra, long different, long both) {

    /** The empty report. */
    static AuditReport empty(String topic) {
        return new AuditReport(topic, 0, 0, 0, 0, 0, 0, 0);
    }

    /** Sum of two partitions. */
    AuditReport plus(AuditReport other) {
        return new AuditReport(
                topic,
                records + other.records,
                rows + other.rows,
                deadLetters + other.deadLetters,
                missing + other.missing,
                extra + other.extra,
                different + other.different,
                both + other.both);
    }

    /**
     * Whether Cassandra holds what Kafka holds.
     *
     * @return true when every record has exactly one row, or is a dead letter, and every row has its record
     */
    public boolean isSame() {
        return missing == 0 && extra == 0 && different == 0 && both == 0;
    }

    /** The report on one line. */
    @Override
    public String toString() {
        return "audit topic=" + topic + " records=" + records + " rows=" + rows + " deadLetters=" + deadLetters + " missing=" + missing
                + " extra=" + extra + " different=" + different + " both=" + both + " result=" + (isSame() ? "Same" : "Different");
    }
}
