package eventlogdemo.cassandra;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ScheduledFuture;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;
import org.apache.flink.util.function.ThrowingRunnable;

/**
 * What a task provides to its writer, on one thread and with a clock of its own: processing mail while there is none advances the clock to the next
 * timer. So waits of seconds take no time, and each test always runs in the same way.
 */
final class FakeTask implements MailboxExecutor, ProcessingTimeService {

    private final Queue<ThrowingRunnable<? extends Exception>> mail = new ArrayDeque<>();
    private final PriorityQueue<Timer> timers = new PriorityQueue<>(Comparator.comparingLong(Timer::time).thenComparing(Timer::number));
    private final Map<String, Counter> counters = new TreeMap<>();
    private final Map<String, Gauge<?>> gauges = new TreeMap<>();
    private long now = 1_000_000;
    private int numbers;

    @Override
    public void execute(MailOptions options, ThrowingRunnable<? extends Exception> command, String format, Object... arguments) {
        mail.add(command);
    }

    /** Processes one piece of mail, or advances the clock to the next timer. */
    @Override
    public void yield() {
        if (!tryYield()) {
            Timer next = timers.remove();
            now = Math.max(now, next.time());
            run(() -> next.callback().onProcessingTime(now));
        }
    }

    @Override
    public boolean tryYield() {
        ThrowingRunnable<? extends Exception> next = mail.poll();
        if (next != null) {
            run(next);
        }

        return next != null;
    }

    @Override
    public boolean shouldInterrupt() {
        return false;
    }

    @Override
    public long getCurrentProcessingTime() {
        return now;
    }

    @Override
    public ScheduledFuture<?> registerTimer(long timestamp, ProcessingTimeCallback callback) {
        timers.add(new Timer(timestamp, numbers++, callback));
        return null;
    }

    /** Processes all mail and fires all timers until nothing is left. */
    void settle() {
        while (!mail.isEmpty() || !timers.isEmpty()) {
            this.yield();
        }
    }

    /** Value of one of the writer's counters. */
    long count(String name) {
        return counters.get(name).getCount();
    }

    /** Values of the writer's gauges, by name with their groups as a prefix. */
    Map<String, Object> gauges() {
        Map<String, Object> values = new TreeMap<>();
        gauges.forEach((name, gauge) -> values.put(name, gauge.getValue()));
        return values;
    }

    /** Counters and gauges that a test can read. */
    SinkWriterMetricGroup metrics() {
        return group(SinkWriterMetricGroup.class, "");
    }

    private <T extends MetricGroup> T group(Class<T> type, String prefix) {
        return type.cast(java.lang.reflect.Proxy.newProxyInstance(
                FakeTask.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> switch (method.getName()) {
                    case "addGroup" -> group(MetricGroup.class, prefix + arguments[0] + "." + arguments[1] + ".");
                    case "gauge" -> {
                        gauges.put(prefix + arguments[0], (Gauge<?>) arguments[1]);
                        yield arguments[1];
                    }
                    case "counter" -> counter(arguments[0].toString());
                    default -> counter(method.getName());
                }));
    }

    private Counter counter(String name) {
        return counters.computeIfAbsent(name, unused -> new SimpleCounter());
    }

    /** As in Flink: an exception of mail reaches the waiting caller. */
    private static void run(ThrowingRunnable<? extends Exception> work) {
        try {
            work.run();
        } catch (RuntimeException failure) {
            throw failure;
        } catch (Exception failure) {
            throw new TaskFailure(failure);
        }
    }

    /** A failure that would end the task. */
    static final class TaskFailure extends RuntimeException {

        private static final long serialVersionUID = 1L;

        TaskFailure(Exception cause) {
            super(cause);
        }
    }

    private record Timer(long time, int number, ProcessingTimeCallback callback) {
    }
}
