package eventlogdemo.cassandra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import eventlogdemo.events.LogRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BatchAssemblerTest {

    private final List<RowBatch> full = new ArrayList<>();

    @Test
    void aBatchIsFullAtItsMaximumRows() {
        BatchAssembler batches = new BatchAssembler(100, 3, 1_000_000, full::add);
        for (int offset = 0; offset < 7; offset++) {
            batches.add(row(0, offset, 10));
        }

        assertEquals(List.of(List.of(0L, 1L, 2L), List.of(3L, 4L, 5L)), offsets());
        batches.drain();
        assertEquals(List.of(6L), offsets().get(2));
        assertTrue(batches.isEmpty());
    }

    @Test
    void aBatchNeverSpansTwoBuckets() {
        BatchAssembler batches = new BatchAssembler(10, 100, 1_000_000, full::add);
        for (int offset = 8; offset < 12; offset++) {
            batches.add(row(0, offset, 10));
        }

        batches.drain();
        assertEquals(List.of(List.of(8L, 9L), List.of(10L, 11L)), offsets());
        assertEquals(List.of(0L, 1L), full.stream().map(RowBatch::bucket).toList());
    }

    @Test
    void partitionsHaveSeparateBatches() {
        BatchAssembler batches = new BatchAssembler(100, 2, 1_000_000, full::add);
        batches.add(row(0, 1, 10));
        batches.add(row(1, 2, 10));
        batches.add(row(0, 3, 10));
        batches.add(row(1, 4, 10));

        assertEquals(List.of(List.of(1L, 3L), List.of(2L, 4L)), offsets());
        assertEquals(List.of(0, 1), full.stream().map(RowBatch::partition).toList());
    }

    @Test
    void aRowThatDoesNotFitStartsTheNextBatch() {
        BatchAssembler batches = new BatchAssembler(100, 100, 2 * (100 + RowBatch.ROW_OVERHEAD) + 1, full::add);
        batches.add(row(0, 0, 100));
        batches.add(row(0, 1, 100));
        batches.add(row(0, 2, 100));

        assertEquals(List.of(List.of(0L, 1L)), offsets());
    }

    @Test
    void aLongRowIsABatchOfItsOwn() {
        BatchAssembler batches = new BatchAssembler(100, 100, 10_000, full::add);
        batches.add(row(0, 0, 100));
        batches.add(row(0, 1, 500_000));
        batches.add(row(0, 2, 100));
        batches.drain();

        assertEquals(List.of(List.of(0L), List.of(1L), List.of(2L)), offsets());
    }

    @Test
    void aSplitBatchHasOneForEachRow() {
        BatchAssembler batches = new BatchAssembler(100, 3, 1_000_000, full::add);
        for (int offset = 0; offset < 3; offset++) {
            batches.add(row(0, offset, 10));
        }

        assertEquals(List.of(0L, 1L, 2L), full.get(0).split().stream().map(batch -> batch.rows().get(0).offset()).toList());
    }

    @Test
    void noRowIsLostDuplicatedOrMixed() {
        Random random = new Random(5);
        int maxRows = 7;
        int maxBytes = 3_000;
        BatchAssembler batches = new BatchAssembler(16, maxRows, maxBytes, full::add);
        long[] next = new long[3];
        for (int i = 0; i < 5_000; i++) {
            int partition = random.nextInt(next.length);
            next[partition] += 1 + random.nextInt(3) / 2;
            batches.add(row(partition, next[partition], random.nextInt(2_000)));
        }

        batches.drain();
        long[] last = {-1, -1, -1};
        int rows = 0;
        for (RowBatch batch : full) {
            assertTrue(batch.size() <= maxRows && (batch.bytes() <= maxBytes || batch.size() == 1), batch.toString());
            assertEquals(batch.rows().stream().mapToInt(RowBatch::sizeOf).sum(), batch.bytes());
            for (LogRecord row : batch.rows()) {
                assertEquals(batch.partition(), row.partition());
                assertEquals(batch.bucket(), row.offset() / 16);
                assertTrue(row.offset() > last[row.partition()], "offsets stay in order");
                last[row.partition()] = row.offset();
                rows++;
            }
        }

        assertEquals(5_000, rows);
    }

    private List<List<Long>> offsets() {
        return full.stream().map(batch -> batch.rows().stream().map(LogRecord::offset).toList()).toList();
    }

    private static LogRecord row(int partition, long offset, int size) {
        return new LogRecord(null, new byte[size], partition, offset);
    }
}
