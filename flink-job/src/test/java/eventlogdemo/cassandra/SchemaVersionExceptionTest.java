package eventlogdemo.cassandra;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SchemaVersionExceptionTest {

    /** The engine finds this in the jobmanager's log (JobFailure): whoever changes one changes both. */
    @Test
    void theSentenceIsTheOneThatTheEngineReads() {
        String said = new SchemaVersionException("mine", 7, 1).getMessage();

        assertTrue(said.startsWith("Keyspace mine holds the event tables in version 7, this job writes version 1: "), said);
    }
}
