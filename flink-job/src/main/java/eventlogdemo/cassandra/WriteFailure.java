package eventlogdemo.cassandra;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.connection.FrameTooLongException;
import com.datastax.oss.driver.api.core.servererrors.ProtocolError;
import com.datastax.oss.driver.api.core.servererrors.QueryValidationException;
import com.datastax.oss.driver.api.core.servererrors.UnauthorizedException;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** What a failed request means for its rows. */
enum WriteFailure {

    /** Time-outs, overload, lost nodes or connections: the same request may succeed later. */
    TRANSIENT,

    /** The node or the driver will never accept this request. */
    REFUSED,

    /** Nothing that this job writes will succeed: the job has to fail with the reason. */
    FATAL;

    /** Classifies the driver's exceptions. Only what is certainly the request's own fault is refused: when in doubt, a row is not a dead letter. */
    static WriteFailure of(Throwable failure) {
        Throwable cause = causeOf(failure);
        if (cause instanceof AllNodesFailedException several) {
            return ofAll(several);
        }

        if (cause instanceof UnauthorizedException) {
            return FATAL;
        }

        if (cause instanceof QueryValidationException
                || cause instanceof ProtocolError
                || cause instanceof FrameTooLongException
                || cause instanceof IllegalArgumentException) {
            return REFUSED;
        }

        return cause instanceof DriverException ? TRANSIENT : FATAL;
    }

    /** The failure itself, without the wrappers that futures add. */
    static Throwable causeOf(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException) && cause.getCause() != null) {
            cause = cause.getCause();
        }

        return cause;
    }

    private static WriteFailure ofAll(AllNodesFailedException several) {
        List<WriteFailure> each = several.getAllErrors().values().stream()
                .flatMap(List::stream)
                .map(WriteFailure::of)
                .distinct()
                .toList();
        return each.size() == 1 ? each.get(0) : TRANSIENT;
    }
}
