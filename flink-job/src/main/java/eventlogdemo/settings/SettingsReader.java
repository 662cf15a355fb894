package eventlogdemo.settings;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads typed values from environment variables. Problems are collected, so that one start reports all of them; an invalid value
 * reads as its default until {@link #check} throws.
 */
final class SettingsReader {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|min|h)");

    private final UnaryOperator<String> environment;
    private final List<String> problems = new ArrayList<>();

    SettingsReader(UnaryOperator<String> environment) {
        this.environment = environment;
    }

    /** Text, or the default when the variable is missing or empty. */
    String text(String name, String defaultValue) {
        String value = environment.apply(name);
        return value == null || value.isBlank() ? defaultValue : value.strip();
    }

    /** Text that matches a pattern. */
    String text(String name, String defaultValue, Pattern shape, String valid) {
        String value = text(name, defaultValue);
        if (shape.matcher(value).matches()) {
            return value;
        }

        refuse(name, value, valid);
        return defaultValue;
    }

    /** A whole number within inclusive bounds. */
    long number(String name, long defaultValue, long least, long most) {
        String value = text(name, Long.toString(defaultValue));
        try {
            long number = Long.parseLong(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // Refused below, like a number out of bounds.
        }

        refuse(name, value, "a whole number from " + least + " to " + most);
        return defaultValue;
    }

    /** The same as an int. */
    int integer(String name, int defaultValue, int least, int most) {
        return Math.toIntExact(number(name, defaultValue, least, most));
    }

    /** A duration such as {@code 5s}, {@code 500ms}, {@code 2m}. */
    Duration duration(String name, Duration defaultValue, Duration least) {
        String value = text(name, defaultValue.toMillis() + "ms");
        Matcher parts = DURATION.matcher(value);
        if (parts.matches()) {
            long amount = Long.parseLong(parts.group(1));
            Duration duration = switch (parts.group(2)) {
                case "ms" -> Duration.ofMillis(amount);
                case "s" -> Duration.ofSeconds(amount);
                case "h" -> Duration.ofHours(amount);
                default -> Duration.ofMinutes(amount);
            };
            if (duration.compareTo(least) >= 0) {
                return duration;
            }
        }

        refuse(name, value, "a time such as 500ms, 5s or 2m, at least " + least.toMillis() + "ms");
        return defaultValue;
    }

    /** One of several words, case-insensitive. */
    String oneOf(String name, String defaultValue, List<String> words) {
        String value = text(name, defaultValue).toUpperCase(java.util.Locale.ROOT);
        if (words.contains(value)) {
            return value;
        }

        refuse(name, value, "one of " + String.join(", ", words));
        return defaultValue;
    }

    /** A comma-separated list without blanks; each entry matches a pattern. */
    List<String> list(String name, String defaultValue, Pattern shape, String valid) {
        List<String> entries = new ArrayList<>();
        for (String entry : text(name, defaultValue).split(",", -1)) {
            if (shape.matcher(entry.strip()).matches()) {
                entries.add(entry.strip());
            } else {
                refuse(name, entry, valid);
            }
        }

        return List.copyOf(entries);
    }

    /** The properties in the file that a variable names; empty without the variable. Values are secrets: no message contains them. */
    Map<String, String> file(String name) {
        String path = text(name, "");
        Map<String, String> read = new TreeMap<>();
        if (!path.isEmpty()) {
            Properties properties = new Properties();
            try (Reader reader = Files.newBufferedReader(Path.of(path), StandardCharsets.UTF_8)) {
                properties.load(reader);
                properties.forEach((key, value) -> read.put(key.toString(), value.toString()));
            } catch (IOException | IllegalArgumentException unreadable) {
                refuse(name, path, "a readable properties file (" + unreadable.getClass().getSimpleName() + ")");
            }
        }

        return new TreeMap<>(read);
    }

    /** A problem of values that are individually valid. */
    void problem(String text) {
        problems.add(text);
    }

    /** Throws when anything was refused. */
    void check() {
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
    }

    private void refuse(String name, String value, String valid) {
        problems.add(name + " is '" + value + "', valid is " + valid);
    }
}
