package eventlogdemo.cassandra;

/** The tables of the keyspace have another version than this job writes. */
public final class SchemaVersionException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    /**
     * Says what was found and what to do.
     *
     * @param keyspace the keyspace
     * @param found version of its tables
     * @param wanted version that this job writes
     */
    public SchemaVersionException(String keyspace, int found, int wanted) {
        super("Keyspace " + keyspace + " holds the event tables in version " + found + ", this job writes version " + wanted
                + ": give it another keyspace (EVENTLOGDEMO_KEYSPACE), or use the job of that version");
    }
}
