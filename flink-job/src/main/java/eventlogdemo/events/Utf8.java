package eventlogdemo.events;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Distinguishes text from other bytes, by Unicode's well-formed UTF-8 (table 3-7), without decoding anything. */
public final class Utf8 {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long HIGH_BITS = 0x8080808080808080L;

    private Utf8() {
    }

    /**
     * Whether bytes are well-formed UTF-8: no overlong form, no surrogate, nothing above U+10FFFF.
     *
     * @param bytes the bytes to check
     * @return true for text, including empty text
     */
    public static boolean isWellFormed(byte[] bytes) {
        int at = 0;
        while (at < bytes.length) {
            if (at + Long.BYTES <= bytes.length && ((long) LONGS.get(bytes, at) & HIGH_BITS) == 0) {
                at += Long.BYTES;
            } else if (bytes[at] >= 0) {
                at++;
            } else {
                int length = sequenceLength(bytes, at);
                if (length == 0) {
                    return false;
                }

                at += length;
            }
        }

        return true;
    }

    /** Length of the multi-byte sequence at a position; 0 when it is not well-formed. */
    private static int sequenceLength(byte[] bytes, int at) {
        int lead = Byte.toUnsignedInt(bytes[at]);
        int length = lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
        if (length == 0 || at + length > bytes.length) {
            return 0;
        }

        int lowest = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        int highest = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        int second = Byte.toUnsignedInt(bytes[at + 1]);
        if (second < lowest || second > highest) {
            return 0;
        }

        for (int next = at + 2; next < at + length; next++) {
            if ((bytes[next] & 0xC0) != 0x80) {
                return 0;
            }
        }

        return length;
    }
}
