package eventlogdemo.cassandra;

import eventlogdemo.settings.CassandraSettings;

/**
 * Limits of a writer.
 *
 * @param bucketSize offsets in one Cassandra partition
 * @param batchRows maximum rows in a batch
 * @param batchBytes maximum bytes in a batch
 * @param requests requests in flight before the source has to wait
 * @param bytes bytes in flight before the source has to wait
 * @param retries when a failed request is retried
 */
record WriterLimits(long bucketSize, int batchRows, int batchBytes, int requests, long bytes, RetrySchedule retries) {

    /** More does not make a node with two cores faster; it only delays its responses. */
    private static final int REQUESTS = 128;

    private static final long BYTES = 4L * 1024 * 1024;

    static WriterLimits of(CassandraSettings settings) {
        return new WriterLimits(
                settings.bucketSize(), settings.batchRows(), settings.batchBytes(), REQUESTS, BYTES, RetrySchedule.DEFAULT);
    }
}
