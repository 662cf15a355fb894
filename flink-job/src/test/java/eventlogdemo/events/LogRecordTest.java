package eventlogdemo.events;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import eventlogdemo.kafka.LogRecordDeserializer;
import java.io.IOException;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.typeutils.runtime.PojoSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class LogRecordTest {

    private final TypeSerializer<LogRecord> serializer = new LogRecordDeserializer().getProducedType().createSerializer(new SerializerConfigImpl());

    /** Records must not fall back to Kryo between two tasks. */
    @Test
    void isSerializedByFlink() {
        assertInstanceOf(PojoSerializer.class, serializer);
    }

    @Test
    void survivesSerialization() throws IOException {
        LogRecord read = roundTrip(new LogRecord(new byte[] {1, 2}, new byte[] {3}, 4, 5_000_000_000L));

        assertArrayEquals(new byte[] {1, 2}, read.key());
        assertArrayEquals(new byte[] {3}, read.value());
        assertEquals(4, read.partition());
        assertEquals(5_000_000_000L, read.offset());
    }

    @Test
    void survivesSerializationWithoutKeyAndValue() throws IOException {
        LogRecord read = roundTrip(new LogRecord(null, null, 0, 0));

        assertEquals(null, read.key());
        assertEquals(null, read.value());
        assertEquals(0, read.bodyBytes());
    }

    private LogRecord roundTrip(LogRecord record) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);
        serializer.serialize(record, out);
        return serializer.deserialize(new DataInputDeserializer(out.getCopyOfBuffer()));
    }
}
