package eventlogdemo.cassandra;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.DriverTimeoutException;
import com.datastax.oss.driver.api.core.NoNodeAvailableException;
import com.datastax.oss.driver.api.core.connection.ClosedConnectionException;
import com.datastax.oss.driver.api.core.metadata.Node;
import com.datastax.oss.driver.api.core.servererrors.BootstrappingException;
import com.datastax.oss.driver.api.core.servererrors.DefaultWriteType;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import com.datastax.oss.driver.api.core.servererrors.OverloadedException;
import com.datastax.oss.driver.api.core.servererrors.ServerError;
import com.datastax.oss.driver.api.core.servererrors.UnauthorizedException;
import com.datastax.oss.driver.api.core.servererrors.UnavailableException;
import com.datastax.oss.driver.api.core.servererrors.WriteTimeoutException;
import java.util.List;
import java.util.Map;

/** The driver's own exceptions, as a node would cause them. */
final class Failures {

    private static final Node NODE = (Node) java.lang.reflect.Proxy.newProxyInstance(
            Failures.class.getClassLoader(), new Class<?>[] {Node.class}, (proxy, method, arguments) -> switch (method.getName()) {
                case "toString" -> "node";
                case "hashCode" -> 1;
                case "equals" -> proxy == arguments[0];
                default -> null;
            });

    private Failures() {
    }

    static Throwable clientTimeout() {
        return new DriverTimeoutException("Query timed out after PT10S");
    }

    static Throwable writeTimeout() {
        return new WriteTimeoutException(NODE, DefaultConsistencyLevel.LOCAL_ONE, 0, 1, DefaultWriteType.UNLOGGED_BATCH);
    }

    static Throwable unavailable() {
        return new UnavailableException(NODE, DefaultConsistencyLevel.LOCAL_QUORUM, 2, 1);
    }

    static Throwable overloaded() {
        return new OverloadedException(NODE);
    }

    static Throwable bootstrapping() {
        return new BootstrappingException(NODE);
    }

    static Throwable serverError() {
        return new ServerError(NODE, "java.lang.RuntimeException");
    }

    static Throwable nodeDown() {
        return new NoNodeAvailableException();
    }

    static Throwable connectionLost() {
        return onEveryNode(new ClosedConnectionException("Lost connection to remote peer"));
    }

    static Throwable refused(String message) {
        return new InvalidQueryException(NODE, message);
    }

    static Throwable forbidden() {
        return new UnauthorizedException(NODE, "User has no MODIFY permission");
    }

    static Throwable onEveryNode(Throwable failure) {
        return AllNodesFailedException.fromErrors(List.of(Map.entry(NODE, failure)));
    }

    static Throwable onTwoNodes(Throwable one, Throwable other) {
        return AllNodesFailedException.fromErrors(List.of(Map.entry(NODE, one), Map.entry(NODE, other)));
    }
}
