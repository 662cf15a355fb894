package eventlogdemo.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8Test {

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "1234567", "12345678", "123456789", "żółw 日本 🐢", "ascii for a while, then ü", "\u0000", "\uFFFF"})
    void textIsWellFormed(String text) {
        assertTrue(Utf8.isWellFormed(text.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @CsvSource({
        "80, a continuation alone",
        "c080, an overlong zero",
        "c1bf, an overlong pair",
        "e09fbf, an overlong triple",
        "f08fbfbf, an overlong quadruple",
        "eda080, a surrogate",
        "edbfbf, a low surrogate",
        "f4908080, above U+10FFFF",
        "f5808080, a lead that is none",
        "ff, never a byte of UTF-8",
        "c3, cut after the lead",
        "e282, cut before the end",
        "f09f90, cut before the end",
        "c341, no continuation",
        "e28241, no second continuation",
        "6161616161616161616161c3, cut behind plain text",
    })
    void bytesAreNot(String hex, String why) {
        assertEquals(false, Utf8.isWellFormed(HexFormat.of().parseHex(hex)), why);
    }

    /** Random bytes around the boundaries, against the JDK's strict decoder. */
    @Test
    void agreesWithTheStrictDecoder() {
        Random random = new Random(20261125);
        int[] interesting = {0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed, 0xee,
            0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff};
        for (int round = 0; round < 200_000; round++) {
            byte[] bytes = new byte[random.nextInt(12)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) interesting[random.nextInt(interesting.length)];
            }

            assertEquals(decodes(bytes), Utf8.isWellFormed(bytes), () -> HexFormat.of().formatHex(bytes));
        }
    }

    private static boolean decodes(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException malformed) {
            return false;
        }
    }
}
