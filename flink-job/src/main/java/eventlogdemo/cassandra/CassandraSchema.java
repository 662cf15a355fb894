package eventlogdemo.cassandra;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverTimeoutException;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import eventlogdemo.Waiting;
import eventlogdemo.settings.CassandraSettings;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The keyspace and its tables: created if missing, refused if they have another version. */
public final class CassandraSchema {

    /** Version of the table layout that this job writes. */
    public static final int VERSION = 1;

    private static final Logger LOG = LoggerFactory.getLogger(CassandraSchema.class);
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private static final String KEYSPACE = """
            CREATE KEYSPACE IF NOT EXISTS %s
            WITH replication = {'class': 'NetworkTopologyStrategy', '%s': %d}""";

    private static final String VERSIONS = """
            CREATE TABLE IF NOT EXISTS %s.schema_version (component text PRIMARY KEY, version int)""";

    /**
     * Rows of one Cassandra partition arrive together and are in one or two files, so merging them speeds up reads little: merging late
     * leaves the node's processors to the writes while a backlog is stored.
     */
    private static final String EVENTS = """
            CREATE TABLE IF NOT EXISTS %s.event (
                topic text, partition int, bucket bigint, offset bigint,
                run uuid, stream int, seq bigint, sent_at bigint, stored_at bigint, hash bigint,
                body text, body_bytes blob,
                PRIMARY KEY ((topic, partition, bucket), offset))
            WITH compaction = {'class': 'SizeTieredCompactionStrategy', 'min_threshold': 16, 'max_threshold': 32}""";

    private CassandraSchema() {
    }

    /**
     * Waits for Cassandra and creates what is missing.
     *
     * @param settings where, and the keyspace's name and replication
     * @throws SchemaVersionException when the tables of the keyspace have another version
     * @throws Exception when Cassandra refuses, or does not come up in time
     */
    public static void ensure(CassandraSettings settings) throws Exception {
        Waiting.until(settings.toString(), LIMIT, CassandraSchema::isTransient, () -> {
            try (CqlSession session = Sessions.open(settings)) {
                create(session, settings);
            }

            return null;
        });
    }

    /** Checks first: a user who may only write to existing tables can run the job too. */
    private static void create(CqlSession session, CassandraSettings settings) {
        String keyspace = settings.keyspace();
        if (session.getMetadata().getKeyspace(keyspace).isEmpty()) {
            session.execute(ddl(KEYSPACE.formatted(keyspace, settings.datacenter(), settings.replication())));
        }

        createTable(session, keyspace, "schema_version", VERSIONS);
        Row version = session.execute("SELECT version FROM " + keyspace + ".schema_version WHERE component = 'event'").one();
        if (version != null && version.getInt(0) != VERSION) {
            throw new SchemaVersionException(keyspace, version.getInt(0), VERSION);
        }

        createTable(session, keyspace, "event", EVENTS);
        if (version == null) {
            session.execute("INSERT INTO " + keyspace + ".schema_version (component, version) VALUES ('event', " + VERSION + ")");
            LOG.info("Created the tables of keyspace {} in version {}", keyspace, VERSION);
        }
    }

    private static void createTable(CqlSession session, String keyspace, String table, String statement) {
        if (session.getMetadata().getKeyspace(keyspace).flatMap(found -> found.getTable(table)).isEmpty()) {
            session.execute(ddl(statement.formatted(keyspace)));
        }
    }

    /** A schema change waits for the disk and for every node. */
    private static SimpleStatement ddl(String statement) {
        return SimpleStatement.newInstance(statement).setTimeout(Duration.ofSeconds(60));
    }

    /** Wrong credentials count as transient too: Cassandra creates its first user seconds after its port opens. */
    private static boolean isTransient(Exception failure) {
        return failure instanceof AllNodesFailedException || failure instanceof DriverTimeoutException;
    }
}
