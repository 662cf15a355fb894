package eventlogdemo.settings;

import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Settings of an audit besides those of the job.
 *
 * @param limit how long to wait for the job to finish
 * @param from offsets to start at, in partition order; those that are not given are 0
 */
public record AuditSettings(Duration limit, List<Long> from) {

    private static final Pattern OFFSET = Pattern.compile("\\d{1,18}");

    /**
     * Reads the settings.
     *
     * @param environment gives the value of a variable, or null
     * @return {@code EVENTLOGDEMO_AUDIT_WAIT}, 60 s by default, and {@code EVENTLOGDEMO_AUDIT_FROM}, by default all of the topic
     * @throws SettingsException when they are not valid
     */
    public static AuditSettings read(UnaryOperator<String> environment) {
        SettingsReader reader = new SettingsReader(environment);
        AuditSettings settings = new AuditSettings(
                reader.duration("EVENTLOGDEMO_AUDIT_WAIT", Duration.ofSeconds(60), Duration.ZERO),
                reader.list("EVENTLOGDEMO_AUDIT_FROM", "0", OFFSET, "a comma list of offsets").stream().map(Long::valueOf).toList());
        reader.check();
        return settings;
    }

    /**
     * Where to start.
     *
     * @param partition number of the partition
     * @return its offset
     */
    public long from(int partition) {
        return partition < from.size() ? from.get(partition) : 0;
    }
}
