package eventlogdemo.cassandra;

import java.time.Duration;

/**
 * When a failed request is tried again: after 100 ms, then twice as long each time, never longer than 2 s. After two minutes of that the job
 * fails, and Flink starts it again from its last checkpoint.
 *
 * @param first wait after the first failure
 * @param longest no wait is longer
 * @param attempts requests in all, before the failure is the job's
 */
record RetrySchedule(Duration first, Duration longest, int attempts) {

    static final RetrySchedule DEFAULT = new RetrySchedule(Duration.ofMillis(100), Duration.ofSeconds(2), 64);

    /** Wait before the next request, after some that failed. */
    Duration after(int failed) {
        int doublings = Math.min(failed - 1, 16);
        Duration wait = first.multipliedBy(1L << doublings);
        return wait.compareTo(longest) < 0 ? wait : longest;
    }

    boolean isOver(int failed) {
        return failed >= attempts;
    }
}
