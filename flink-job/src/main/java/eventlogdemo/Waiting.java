package eventlogdemo;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for another part of the pipeline to be there: tries again at an interval, until a deadline. */
public final class Waiting {

    private static final Logger LOG = LoggerFactory.getLogger(Waiting.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private Waiting() {
    }

    /**
     * Tries until it works.
     *
     * @param what what is waited for, for people
     * @param limit how long at most
     * @param worthAnother whether a failure can go away by itself
     * @param attempt the try
     * @param <T> what a try gives
     * @return what the first try that worked gave
     * @throws Exception the last failure, when it cannot go away or time is up
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
                    TimeoutException late = new TimeoutException("Waited " + limit.toSeconds() + " s for " + what + " in vain");
                    late.initCause(failure);
                    throw late;
                }

                LOG.info("Waiting for {}: {}", what, failure.toString());
                Thread.sleep(INTERVAL.toMillis());
            }
        }
    }
}
