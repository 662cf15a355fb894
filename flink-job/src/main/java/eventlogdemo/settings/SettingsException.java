package eventlogdemo.settings;

import java.util.List;

/** The environment holds values that the job cannot work with; the message names every one of them. */
public final class SettingsException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /**
     * One error for all that is wrong.
     *
     * @param problems one line each: variable, value and what is valid
     */
    public SettingsException(List<String> problems) {
        super("The job's settings are not usable: " + String.join("; ", problems));
    }
}
