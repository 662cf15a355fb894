package eventlogdemo.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import eventlogdemo.events.LogRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PartitionAuditTest {

    private static final byte[] NO_TEXT = {(byte) 0xff, 1};

    @Test
    void equalSidesHaveNoDifferences() {
        AuditReport report = compare(Set.of(), records(0, 1, 2), rows(0, 1, 2));

        assertEquals(new AuditReport("t", 3, 3, 0, 0, 0, 0, 0), report);
        assertTrue(report.isSame());
        assertEquals(
                "audit topic=t records=3 rows=3 deadLetters=0 missing=0 extra=0 different=0 both=0 result=Same", report.toString());
    }

    @Test
    void emptySidesAreEqual() {
        assertTrue(compare(Set.of(), records(), rows()).isSame());
    }

    @Test
    void recordsWithoutRowsAreMissing() {
        AuditReport report = compare(Set.of(), records(0, 1, 2, 3, 4), rows(1, 3));

        assertEquals(new AuditReport("t", 5, 2, 0, 3, 0, 0, 0), report);
        assertFalse(report.isSame());
        assertTrue(report.toString().endsWith("result=Different"));
    }

    @Test
    void rowsWithoutRecordsAreExtra() {
        assertEquals(new AuditReport("t", 2, 5, 0, 0, 3, 0, 0), compare(Set.of(), records(1, 3), rows(0, 1, 2, 3, 4)));
    }

    @Test
    void gapsOfATransactionAreNotDifferences() {
        assertTrue(compare(Set.of(), records(0, 5, 6), rows(0, 5, 6)).isSame());
    }

    @Test
    void aDeadLetterNeedsNoRow() {
        AuditReport report = compare(Set.of(1L), records(0, 1, 2), rows(0, 2));

        assertEquals(new AuditReport("t", 3, 2, 1, 0, 0, 0, 0), report);
        assertTrue(report.isSame());
    }

    @Test
    void aStoredDeadLetterIsADifference() {
        assertEquals(new AuditReport("t", 1, 1, 1, 0, 0, 0, 1), compare(Set.of(0L), records(0), rows(0)));
    }

    @Test
    void anotherBodyIsADifference() {
        StoredRow row = row(0, "other");

        assertEquals(new AuditReport("t", 1, 1, 0, 0, 0, 1, 0), compare(Set.of(), records(0), List.of(row)));
    }

    @Test
    void theBodyMustBeInItsColumn() {
        LogRecord bytes = new LogRecord(null, NO_TEXT, 0, 0);
        ByteBuffer value = ByteBuffer.wrap(NO_TEXT);

        assertTrue(new StoredRow(0, null, null, null, null, 1L, null, null, value).matches(bytes));
        assertFalse(new StoredRow(0, null, null, null, null, 1L, null, value, null).matches(bytes));
        assertFalse(new StoredRow(0, null, null, null, null, 1L, null, value, value).matches(bytes));
    }

    @Test
    void aMissingBodyIsNotAnEmptyOne() {
        ByteBuffer empty = ByteBuffer.allocate(0);
        StoredRow without = new StoredRow(0, null, null, null, null, 1L, null, null, null);
        StoredRow with = new StoredRow(0, null, null, null, null, 1L, null, empty, null);

        assertTrue(without.matches(new LogRecord(null, null, 0, 0)));
        assertTrue(with.matches(new LogRecord(null, new byte[0], 0, 0)));
        assertFalse(without.matches(new LogRecord(null, new byte[0], 0, 0)));
        assertFalse(with.matches(new LogRecord(null, null, 0, 0)));
    }

    @Test
    void everyFieldOfTheIdentityCounts() {
        byte[] key = new byte[48];
        for (int i = 0; i < key.length; i++) {
            key[i] = (byte) (i + 1);
        }

        LogRecord record = new LogRecord(key, null, 0, 0);
        UUID run = UUID.fromString("090a0b0c-0d0e-0f10-1112-131415161718");
        long seq = 0x201f1e1d1c1b1a19L;
        long sentAt = 0x2827262524232221L;
        long hash = 0x302f2e2d2c2b2a29L;

        assertTrue(new StoredRow(0, run, 0x0403, seq, sentAt, 1L, hash, null, null).matches(record));
        assertFalse(new StoredRow(0, new UUID(0, 0), 0x0403, seq, sentAt, 1L, hash, null, null).matches(record));
        assertFalse(new StoredRow(0, run, 0, seq, sentAt, 1L, hash, null, null).matches(record));
        assertFalse(new StoredRow(0, run, 0x0403, 0L, sentAt, 1L, hash, null, null).matches(record));
        assertFalse(new StoredRow(0, run, 0x0403, seq, 0L, 1L, hash, null, null).matches(record));
        assertFalse(new StoredRow(0, run, 0x0403, seq, sentAt, 1L, 0L, null, null).matches(record));
        assertFalse(new StoredRow(0, null, null, null, null, 1L, null, null, null).matches(record));
        assertFalse(new StoredRow(0, run, 0x0403, seq, sentAt, null, hash, null, null).matches(record), "stored-at is the sink's");
    }

    @Test
    void anIdentityThatWasNotSentIsADifference() {
        StoredRow row = new StoredRow(0, new UUID(1, 2), 1, 1L, 1L, 1L, 1L, null, null);

        assertFalse(row.matches(new LogRecord(new byte[3], null, 0, 0)));
    }

    private static AuditReport compare(Set<Long> deadLetters, List<LogRecord> records, List<StoredRow> rows) {
        return new PartitionAudit("t", 0, deadLetters::contains).compare(records.iterator(), rows.iterator());
    }

    private static List<LogRecord> records(long... offsets) {
        return LongStream.of(offsets)
                .mapToObj(offset -> new LogRecord(null, ("body " + offset).getBytes(StandardCharsets.UTF_8), 0, offset))
                .toList();
    }

    private static List<StoredRow> rows(long... offsets) {
        return LongStream.of(offsets).mapToObj(offset -> row(offset, "body " + offset)).toList();
    }

    private static StoredRow row(long offset, String body) {
        return new StoredRow(
                offset, null, null, null, null, 1L, null, ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)), null);
    }
}
