package eventlogdemo.settings;

import java.io.Serializable;
import java.util.List;

/**
 * Where the events go.
 *
 * @param contactPoints {@code host:port} each
 * @param datacenter local data centre
 * @param replication replication factor of a keyspace that is created
 * @param consistency consistency level of all reads and writes
 * @param keyspace keyspace of the tables
 * @param bucketSize offsets in one Cassandra partition
 * @param batchRows maximum rows in one batch
 * @param batchBytes maximum bytes in one batch, as Cassandra counts them
 * @param user user name, or null when no login is needed
 * @param password its password, never printed
 */
public record CassandraSettings(
        List<String> contactPoints,
        String datacenter,
        int replication,
        String consistency,
        String keyspace,
        long bucketSize,
        int batchRows,
        int batchBytes,
        String user,
        String password) implements Serializable {

    /** Without user and password. */
    @Override
    public String toString() {
        return "cassandra " + String.join(",", contactPoints) + ", keyspace " + keyspace;
    }
}
