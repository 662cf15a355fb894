using System.Globalization;
using System.Management.Automation;
using EventLogDemo.PowerShell.Conversion;
using EventLogDemo.PowerShell.Errors;

namespace EventLogDemo.PowerShell.Configuration;

/// <summary>
/// A table of a configuration while it is read. Every key is asked for by name; what is then left over is unknown, and the keys
/// that were asked for are the valid ones.
/// </summary>
/// <param name="source">The file, or what else the configuration is.</param>
/// <param name="name">Name of the section; empty for the outermost.</param>
/// <param name="table">Its keys and values.</param>
/// <param name="folder">Folder that relative paths start from.</param>
internal sealed class ConfigurationSection(string source, string name, ConfigurationTable table, string folder)
{
    private readonly List<string> _asked = [];

    /// <summary>The file, or what else the configuration is.</summary>
    public string Source { get; } = source;

    public string? Text(string key) => Read(key, SR.ConfigurationText, content => content as string);

    public string RequiredText(string key) => Text(key) ?? throw new ConfigurationKeyMissingException(Source, Full(key));

    /// <summary>A list of texts, or one text with commas.</summary>
    public IReadOnlyList<string>? Texts(string key) => Read<IReadOnlyList<string>>(key, SR.ConfigurationTexts, content => content switch
    {
        string text => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
        List<ConfigurationValue> list when list.All(item => item.Content is string) => [.. list.Select(item => (string)item.Content!)],
        _ => null,
    });

    public IReadOnlyList<string> RequiredTexts(string key) =>
        Texts(key) ?? throw new ConfigurationKeyMissingException(Source, Full(key));

    /// <summary>A path, absolute.</summary>
    public string? FilePath(string key) => Text(key) is { } path ? Path.GetFullPath(path, folder) : null;

    public long? Number(string key) => Read<long?>(
        key, SR.ConfigurationNumber, content => content is int or long or short ? Convert.ToInt64(content, CultureInfo.InvariantCulture) : null);

    /// <summary>A whole number within a range.</summary>
    public long? InRange(string key, long lowest, long highest) =>
        Number(key) is not { } number ? null
        : number >= lowest && number <= highest ? number
        : throw Refuse(key, SR.ConfigurationRange.With(lowest, highest));

    public bool? Truth(string key) => Read<bool?>(key, SR.ConfigurationTruth, content => content as bool?);

    public TimeSpan? Time(string key) => Read<TimeSpan?>(key, SR.ConfigurationTime, content => content switch
    {
        TimeSpan time => time,
        string or int or long or double => Duration.Parse(Convert.ToString(content, CultureInfo.InvariantCulture)!).Value,
        _ => null,
    });

    public PSCredential? Credential(string key) => Read(key, SR.ConfigurationCredential, content => content as PSCredential);

    public ConfigurationSection? Section(string key)
    {
        ConfigurationTable? inner = Read(key, SR.ConfigurationSection, content => content as ConfigurationTable);
        return inner is null ? null : new ConfigurationSection(Source, Full(key), inner, folder);
    }

    public ConfigurationSection RequiredSection(string key) =>
        Section(key) ?? throw new ConfigurationKeyMissingException(Source, Full(key));

    /// <summary>Throws for a key that was not asked for. Call when all have been.</summary>
    /// <exception cref="ConfigurationKeyException">The first such key.</exception>
    public void ThrowIfUnknown()
    {
        foreach ((string key, ConfigurationValue value) in table)
        {
            if (!_asked.Contains(key, StringComparer.OrdinalIgnoreCase))
            {
                throw new ConfigurationKeyException(Source, value.Line, Full(key), _asked);
            }
        }
    }

    /// <summary>The error of a value that cannot be.</summary>
    public ConfigurationValueException Refuse(string key, string expected) =>
        new(Source, table.GetValueOrDefault(key)?.Line, Full(key), expected);

    /// <summary>A key with the sections that it is in.</summary>
    public string Full(string key) => name.Length == 0 ? key : $"{name}.{key}";

    // The value is in no message: it may be a secret in a wrong place.
    private T? Read<T>(string key, string expected, Func<object, T?> convert)
    {
        _asked.Add(key);
        if (!table.TryGetValue(key, out ConfigurationValue? value) || value.Content is null)
        {
            return default;
        }

        try
        {
            return convert(value.Content) is { } converted ? converted : throw Refuse(key, expected);
        }
        catch (DurationFormatException)
        {
            throw Refuse(key, expected);
        }
    }
}
