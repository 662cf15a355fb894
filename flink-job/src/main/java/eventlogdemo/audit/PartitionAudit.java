package eventlogdemo.audit;

import eventlogdemo.events.LogRecord;
import java.util.Iterator;
import java.util.function.LongPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the records of one Kafka partition with its rows. Both come in offset order, so only one of each is in memory at a time.
 */
final class PartitionAudit {

    private static final Logger LOG = LoggerFactory.getLogger(PartitionAudit.class);

    /** The first differences are listed, the rest are counted. */
    private static final int NAMED = 20;

    private final int partition;
    private final LongPredicate isDeadLetter;
    private AuditReport report;
    private int named;

    PartitionAudit(String topic, int partition, LongPredicate isDeadLetter) {
        this.partition = partition;
        this.isDeadLetter = isDeadLetter;
        this.report = AuditReport.empty(topic);
    }

    /** Merges both sides to their ends. */
    AuditReport compare(Iterator<LogRecord> records, Iterator<StoredRow> rows) {
        LogRecord record = next(records);
        StoredRow row = next(rows);
        while (record != null || row != null) {
            if (row == null || record != null && record.offset() < row.offset()) {
                withoutRow(record);
                record = next(records);
            } else if (record == null || row.offset() < record.offset()) {
                withoutRecord(row);
                row = next(rows);
            } else {
                pair(record, row);
                record = next(records);
                row = next(rows);
            }
        }

        return report;
    }

    private void withoutRow(LogRecord record) {
        boolean dead = isDeadLetter.test(record.offset());
        count(1, 0, dead ? 1 : 0, dead ? 0 : 1, 0, 0, 0);
        if (!dead) {
            name("a record without a row", record.offset());
        }
    }

    private void withoutRecord(StoredRow row) {
        count(0, 1, 0, 0, 1, 0, 0);
        name("a row without a record", row.offset());
    }

    private void pair(LogRecord record, StoredRow row) {
        boolean dead = isDeadLetter.test(record.offset());
        boolean same = row.matches(record);
        count(1, 1, dead ? 1 : 0, 0, 0, same ? 0 : 1, dead ? 1 : 0);
        if (!same) {
            name("a row that differs from its record", row.offset());
        }

        if (dead) {
            name("a dead letter that is stored too", row.offset());
        }
    }

    private void count(long records, long rows, long deadLetters, long missing, long extra, long different, long both) {
        report = report.plus(new AuditReport(report.topic(), records, rows, deadLetters, missing, extra, different, both));
    }

    private void name(String what, long offset) {
        if (named++ < NAMED) {
            LOG.warn("Partition {}, offset {}: {}", partition, offset, what);
        }
    }

    private static <T> T next(Iterator<T> iterator) {
        return iterator.hasNext() ? iterator.next() : null;
    }
}
