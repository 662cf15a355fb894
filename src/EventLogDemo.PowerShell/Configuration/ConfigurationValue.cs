namespace EventLogDemo.PowerShell.Configuration;

/// <summary>A value of a configuration, whatever it was written in.</summary>
/// <param name="Content">A text, a number, a truth value, null, a <see cref="ConfigurationTable"/>, a list of these, or an object of the caller's.</param>
/// <param name="Line">Line of the file, from 1, or null where there is no file.</param>
internal sealed record ConfigurationValue(object? Content, int? Line);

/// <summary>Keys and values. Keys are compared without case.</summary>
internal sealed class ConfigurationTable : Dictionary<string, ConfigurationValue>
{
    public ConfigurationTable()
        : base(StringComparer.OrdinalIgnoreCase)
    {
    }
}
