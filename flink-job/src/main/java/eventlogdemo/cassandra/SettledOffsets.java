package eventlogdemo.cassandra;

import eventlogdemo.events.LogRecord;
import java.util.Arrays;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * By partition, the offset below which every record that this task has received is settled: stored, or a dead letter. Reported as the gauge
 * {@code partition.N.settledOffset}, which exists from the first record of a partition on, starting with that record's offset: a task does not
 * know what came before, and reports no partition from which it has received nothing. Updated on the task's thread, read by any.
 */
final class SettledOffsets {

    static final String GROUP = "partition";
    static final String GAUGE = "settledOffset";

    private final MetricGroup metrics;
    private Partition[] partitions = new Partition[0];

    SettledOffsets(MetricGroup metrics) {
        this.metrics = metrics;
    }

    /** A record was received; each partition's records arrive in offset order. */
    void take(LogRecord record) {
        int number = record.partition();
        Partition partition = number < partitions.length ? partitions[number] : null;
        if (partition == null) {
            partition = begin(number, record.offset());
        }

        partition.taken = record.offset() + 1;
    }

    /** No record that was received is still in flight. */
    void settle() {
        for (Partition partition : partitions) {
            if (partition != null) {
                partition.settled = partition.taken;
            }
        }
    }

    private Partition begin(int number, long offset) {
        if (number >= partitions.length) {
            partitions = Arrays.copyOf(partitions, number + 1);
        }

        Partition partition = new Partition(offset);
        partitions[number] = partition;
        metrics.addGroup(GROUP, Integer.toString(number)).gauge(GAUGE, (Gauge<Long>) () -> partition.settled);
        return partition;
    }

    private static final class Partition {

        private long taken;
        private volatile long settled;

        Partition(long first) {
            settled = first;
        }
    }
}
