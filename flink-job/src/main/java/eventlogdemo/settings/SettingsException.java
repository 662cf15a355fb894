package eventlogdemo.settings;

import java.util.List;

/** The environment contains values that the job cannot work with; the message lists all of them. */
public final class SettingsException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /**
     * One error for everything that is wrong.
     *
     * @param problems one line each: variable, value and what is valid
     */
    public SettingsException(List<String> problems) {
        super("The job's settings are not usable: " + String.join("; ", problems));
    }
}
