package eventlogdemo.cassandra;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WriteFailureTest {

    static Stream<Throwable> passing() {
        return Stream.of(
                Failures.clientTimeout(), Failures.writeTimeout(), Failures.unavailable(), Failures.overloaded(), Failures.bootstrapping(),
                Failures.serverError(), Failures.nodeDown(), Failures.connectionLost(), new CompletionException(Failures.overloaded()),
                Failures.onEveryNode(Failures.overloaded()));
    }

    @ParameterizedTest
    @MethodSource("passing")
    void whatMayPassIsTriedAgain(Throwable failure) {
        assertEquals(WriteFailure.TRANSIENT, WriteFailure.of(failure));
    }

    @Test
    void anInvalidRequestIsRefused() {
        assertEquals(WriteFailure.REFUSED, WriteFailure.of(Failures.refused("String didn't validate.")));
        assertEquals(WriteFailure.REFUSED, WriteFailure.of(Failures.onEveryNode(Failures.refused("Batch too large"))));
        assertEquals(WriteFailure.REFUSED, WriteFailure.of(new IllegalArgumentException("by the driver")));
    }

    @Test
    void doubtfulFailuresAreNotRefusals() {
        assertEquals(
                WriteFailure.TRANSIENT, WriteFailure.of(Failures.onTwoNodes(Failures.refused("by one"), Failures.overloaded())));
    }

    @Test
    void missingPermissionsAndDefectsFailTheJob() {
        assertEquals(WriteFailure.FATAL, WriteFailure.of(Failures.forbidden()));
        assertEquals(WriteFailure.FATAL, WriteFailure.of(new NullPointerException()));
    }
}
