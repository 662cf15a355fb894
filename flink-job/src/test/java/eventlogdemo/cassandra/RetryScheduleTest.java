package eventlogdemo.cassandra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryScheduleTest {

    @ParameterizedTest
    @CsvSource({"1, 100", "2, 200", "3, 400", "5, 1600", "6, 2000", "60, 2000", "2000000000, 2000"})
    void waitsDoubleUpToALimit(int failed, long milliseconds) {
        assertEquals(Duration.ofMillis(milliseconds), RetrySchedule.DEFAULT.after(failed));
    }

    @Test
    void endsAfterTheLastAttempt() {
        assertFalse(RetrySchedule.DEFAULT.isOver(63));
        assertTrue(RetrySchedule.DEFAULT.isOver(64));
    }

    /** A node that is restarted or paused comes back well within this. */
    @Test
    void lastsTwoMinutes() {
        Duration all = Duration.ZERO;
        for (int failed = 1; !RetrySchedule.DEFAULT.isOver(failed); failed++) {
            all = all.plus(RetrySchedule.DEFAULT.after(failed));
        }

        assertTrue(all.compareTo(Duration.ofSeconds(110)) > 0 && all.compareTo(Duration.ofSeconds(130)) < 0, all.toString());
    }
}
