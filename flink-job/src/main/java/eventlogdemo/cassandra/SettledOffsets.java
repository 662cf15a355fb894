package eventlogdemo.cassandra;

import eventlogdemo.events.LogRecord;
import java.util.Arrays;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * By partition, the offset below which all that this task has taken is settled: stored, or a dead letter. Told as the gauge
 * {@code partition.N.settledOffset}, which is there from the first record of a partition on, with that record's offset: a task knows nothing of
 * what came before it, and says nothing of a partition that it has taken nothing of. Moved on the task's thread, read by any.
 */
final class SettledOffsets {

    static final String GROUP = "partition";
    static final String GAUGE = "settledOffset";

    private final MetricGroup metrics;
    private Partition[] partitions = new Partition[0];

    SettledOffsets(MetricGroup metrics) {
        this.metrics = metrics;
    }

    /** A record has been taken, of each partition in the order of its offsets. */
    void take(LogRecord record) {
        int number = record.partition();
        Partition partition = number < partitions.length ? partitions[number] : null;
        if (partition == null) {
            partition = begin(number, record.offset());
        }

        partition.taken = record.offset() + 1;
    }

    /** Nothing that was taken is still under way. */
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
