package eventlogdemo.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.CqlSessionBuilder;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.internal.core.connection.ConstantReconnectionPolicy;
import eventlogdemo.settings.CassandraSettings;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * Opens sessions. Settings that are not set here, TLS above all, can be given to the JVM as the driver's own system properties
 * ({@code datastax-java-driver.advanced.ssl-engine-factory.class=DefaultSslEngineFactory} and the like).
 */
public final class Sessions {

    /** The driver's default of 2 s expires on a busy node that would still have answered. */
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);

    /** The default grows to a minute; a node that is back must be used at once. */
    private static final Duration RECONNECTION = Duration.ofSeconds(1);

    private static final Duration HEARTBEAT = Duration.ofSeconds(3);

    private Sessions() {
    }

    /**
     * Connects.
     *
     * @param settings contact points, data centre, consistency level and login
     * @return a session without a keyspace; its owner closes it
     */
    public static CqlSession open(CassandraSettings settings) {
        DriverConfigLoader options = DriverConfigLoader.programmaticBuilder()
                .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, REQUEST_TIMEOUT)
                .withString(DefaultDriverOption.REQUEST_CONSISTENCY, settings.consistency())
                .withBoolean(DefaultDriverOption.REQUEST_DEFAULT_IDEMPOTENCE, true)
                .withDuration(DefaultDriverOption.CONTROL_CONNECTION_TIMEOUT, REQUEST_TIMEOUT)
                .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, REQUEST_TIMEOUT)
                .withClass(DefaultDriverOption.RECONNECTION_POLICY_CLASS, ConstantReconnectionPolicy.class)
                .withDuration(DefaultDriverOption.RECONNECTION_BASE_DELAY, RECONNECTION)
                .withDuration(DefaultDriverOption.HEARTBEAT_INTERVAL, HEARTBEAT)
                .withDuration(DefaultDriverOption.HEARTBEAT_TIMEOUT, REQUEST_TIMEOUT)
                .withInt(DefaultDriverOption.NETTY_IO_SIZE, 1)
                .withInt(DefaultDriverOption.NETTY_ADMIN_SIZE, 1)
                .withBoolean(DefaultDriverOption.NETTY_DAEMON, true)
                .build();
        CqlSessionBuilder builder = CqlSession.builder()
                .withConfigLoader(options)
                .withApplicationName("eventlogdemo")
                .withLocalDatacenter(settings.datacenter());
        settings.contactPoints().forEach(point -> builder.addContactPoint(address(point)));
        if (settings.user() != null) {
            builder.withAuthCredentials(settings.user(), settings.password());
        }

        return builder.build();
    }

    /** Not resolved here: a node that comes back with another address is found again by its name. */
    private static InetSocketAddress address(String contactPoint) {
        int colon = contactPoint.lastIndexOf(':');
        String host = contactPoint.substring(0, colon).replace("[", "").replace("]", "");
        return InetSocketAddress.createUnresolved(host, Integer.parseInt(contactPoint.substring(colon + 1)));
    }
}
