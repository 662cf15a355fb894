package eventlogdemo.cassandra;

import java.time.Duration;

/**
 * When a failed request is retried: after 100 ms, then after twice as long each time, up to 2 s. After two minutes of retries the job
 * fails, and Flink restarts it from its last checkpoint.
 *
 * @param first wait after the first failure
 * @param longest maximum wait
 * @param attempts number of requests after which the job fails
 */
record RetrySchedule(Duration first, Duration longest, int attempts) {

    static final RetrySchedule DEFAULT = new RetrySchedule(Duration.ofMillis(100), Duration.ofSeconds(2), 64);

    /** Wait before the next request, after a number of failed ones. */
    Duration after(int failed) {
        int doublings = Math.min(failed - 1, 16);
        Duration wait = first.multipliedBy(1L << doublings);
        return wait.compareTo(longest) < 0 ? wait : longest;
    }

    boolean isOver(int failed) {
        return failed >= attempts;
    }
}
