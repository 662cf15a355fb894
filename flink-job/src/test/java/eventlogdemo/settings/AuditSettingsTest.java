package eventlogdemo.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AuditSettingsTest {

    @Test
    void byDefaultTheWholeTopicIsAudited() {
        AuditSettings settings = AuditSettings.read(name -> null);

        assertEquals(Duration.ofSeconds(60), settings.limit());
        assertEquals(0, settings.from(0));
        assertEquals(0, settings.from(7));
    }

    @Test
    void offsetsAreInPartitionOrder() {
        AuditSettings settings = AuditSettings.read(Map.of("EVENTLOGDEMO_AUDIT_FROM", "5, 0,70", "EVENTLOGDEMO_AUDIT_WAIT", "2m")::get);

        assertEquals(Duration.ofMinutes(2), settings.limit());
        assertEquals(List.of(5L, 0L, 70L), settings.from());
        assertEquals(70, settings.from(2));
        assertEquals(0, settings.from(3));
    }

    @Test
    void anInvalidOffsetIsRefusedWithItsVariable() {
        SettingsException refused = assertThrows(
                SettingsException.class, () -> AuditSettings.read(Map.of("EVENTLOGDEMO_AUDIT_FROM", "1,-2,x")::get));

        assertTrue(refused.getMessage().contains("EVENTLOGDEMO_AUDIT_FROM is '-2'"), refused.getMessage());
        assertTrue(refused.getMessage().contains("'x'"), refused.getMessage());
    }
}
