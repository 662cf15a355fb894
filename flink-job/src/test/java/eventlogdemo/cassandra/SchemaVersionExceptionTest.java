package eventlogdemo.cassandra;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SchemaVersionExceptionTest {

    /** The engine parses this message in the jobmanager's log (JobFailure): change both together. */
    @Test
    void theMessageIsTheOneThatTheEngineParses() {
        String said = new SchemaVersionException("mine", 7, 1).getMessage();

        assertTrue(said.startsWith("Keyspace mine holds the event tables in version 7, this job writes version 1: "), said);
    }
}
