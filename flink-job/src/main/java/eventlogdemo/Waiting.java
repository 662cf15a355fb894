package eventlogdemo;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for another part of the pipeline to become available: retries at an interval, until a deadline. */
public final class Waiting {

    private static final Logger LOG = LoggerFactory.getLogger(Waiting.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private Waiting() {
    }

    /**
     * Retries until an attempt succeeds.
     *
     * @param what what is waited for, for messages
     * @param limit maximum wait
     * @param worthAnother whether a failure may be temporary
     * @param attempt one attempt
     * @param <T> result of an attempt
     * @return result of the first successful attempt
     * @throws Exception the last failure, when it is permanent or time is up
     */
    public static <T> T until(String what, Duration limit, java.util.function.Predicate<Exception> worthAnother, Callable<T> attempt)
            throws Exception {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            try {
                return attempt.call();
            } catch (InterruptedException stopped) {
                throw stopped;
            } catch (Exception failure) {
                if (!worthAnother.test(failure)) {
                    throw failure;
                }

                if (System.nanoTime() >= deadline) {
                    TimeoutException late = new TimeoutException("Timed out after " + limit.toSeconds() + " s waiting for " + what);
                    late.initCause(failure);
                    throw late;
                }

                LOG.info("Waiting for {}: {}", what, failure.toString());
                Thread.sleep(INTERVAL.toMillis());
            }
        }
    }
}
