package eventlogdemo.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventIdentityTest {

    /** The file that the C# tests read too: Maven runs tests in the module's folder. */
    private static final Path GOLDEN = Path.of("..", "tests", "golden", "event-identity.json");

    static List<JsonNode> vectors() throws IOException {
        JsonNode vectors = new ObjectMapper().readTree(GOLDEN.toFile()).get("vectors");
        return StreamSupport.stream(vectors.spliterator(), false).toList();
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void goldenVectorIsRead(JsonNode vector) {
        EventIdentity expected = new EventIdentity(
                number(vector, "version"),
                number(vector, "flags"),
                number(vector, "stream"),
                number(vector, "partition"),
                UUID.fromString(vector.get("run").asText()),
                Long.parseLong(vector.get("seq").asText()),
                Long.parseLong(vector.get("sentAtMicroseconds").asText()),
                Long.parseUnsignedLong(vector.get("hash").asText(), 16));

        assertEquals(Optional.of(expected), EventIdentity.read(key(vector)));
    }

    @Test
    void goldenVectorsExist() throws IOException {
        assertTrue(vectors().size() >= 9, "the golden file holds at least nine vectors");
    }

    @Test
    void everyFieldHasItsOffset() {
        byte[] key = new byte[EventIdentity.SIZE];
        for (int i = 0; i < key.length; i++) {
            key[i] = (byte) (i + 1);
        }

        assertEquals(
                Optional.of(new EventIdentity(
                        1, 0x02, 0x0403, 0x08070605, UUID.fromString("090a0b0c-0d0e-0f10-1112-131415161718"),
                        0x201f1e1d1c1b1a19L, 0x2827262524232221L, 0x302f2e2d2c2b2a29L)),
                EventIdentity.read(key));
    }

    @Test
    void streamIsUnsigned() throws IOException {
        byte[] key = key(vectors().get(0));
        key[2] = (byte) 0xff;
        key[3] = (byte) 0xff;

        assertEquals(65_535, EventIdentity.read(key).orElseThrow().stream());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 47, 49, 96})
    void otherLengthIsNoIdentity(int length) {
        byte[] key = new byte[length];
        if (length > 0) {
            key[0] = 9;
        }

        assertEquals(Optional.empty(), EventIdentity.read(key));
        assertFalse(EventIdentity.isOfNewerVersion(key));
    }

    @Test
    void aMissingKeyHasNoIdentity() {
        assertEquals(Optional.empty(), EventIdentity.read(null));
        assertFalse(EventIdentity.isOfNewerVersion(null));
    }

    @ParameterizedTest
    @CsvSource({"7, 0x80", "31, 0x80", "0, 0"})
    void fieldOutOfRangeIsNoIdentity(int position, String value) throws IOException {
        byte[] key = key(vectors().get(1));
        key[position] = (byte) (int) Integer.decode(value);

        assertEquals(Optional.empty(), EventIdentity.read(key));
        assertFalse(EventIdentity.isOfNewerVersion(key));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 127, 128, 255})
    void newerVersionIsKnownAsSuch(int version) throws IOException {
        byte[] key = key(vectors().get(1));
        key[0] = (byte) version;

        assertEquals(Optional.empty(), EventIdentity.read(key));
        assertTrue(EventIdentity.isOfNewerVersion(key));
    }

    private static int number(JsonNode vector, String field) {
        return Integer.parseInt(vector.get(field).asText());
    }

    private static byte[] key(JsonNode vector) {
        return HexFormat.of().parseHex(vector.get("key").asText());
    }
}
