using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using EventLogDemo.PowerShell.Conversion;
using EventLogDemo.PowerShell.Errors;

namespace EventLogDemo.PowerShell.Configuration;

/// <summary>
/// A table of a configuration while it is read. What its keys are is said first, so that a misspelt one is reported as such and
/// not as the lack of the right one.
/// </summary>
/// <param name="source">The file, or what else the configuration is.</param>
/// <param name="name">Name of the section; empty for the outermost.</param>
/// <param name="table">Its keys and values.</param>
/// <param name="folder">Folder that relative paths start from.</param>
/// <param name="line">Line of the file that it begins in, from 1, or null where there is no file.</param>
internal sealed class ConfigurationSection(string source, string name, ConfigurationTable table, string folder, int? line = null)
{
    private IReadOnlyList<string> _keys = [];

    /// <summary>Says which keys there are. Call before any is read.</summary>
    /// <exception cref="ConfigurationKeyException">The table has another one; the first of them.</exception>
    public ConfigurationSection Expect(IReadOnlyList<string> keys)
    {
        _keys = keys;
        foreach ((string key, ConfigurationValue value) in table)
        {
            if (!IsKey(key))
            {
                throw new ConfigurationKeyException(source, value.Line, Full(key), keys);
            }
        }

        return this;
    }

    public string? Text(string key) => Read(key, SR.ConfigurationText, content => content as string);

    public string RequiredText(string key) => Text(key) ?? throw Missing(key);

    /// <summary>A list of texts, or one text with commas.</summary>
    public IReadOnlyList<string>? Texts(string key) => Read<IReadOnlyList<string>>(key, SR.ConfigurationTexts, content => content switch
    {
        string text => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
        List<ConfigurationValue> list when list.All(item => item.Content is string) => [.. list.Select(item => (string)item.Content!)],
        _ => null,
    });

    public IReadOnlyList<string> RequiredTexts(string key) => Texts(key) ?? throw Missing(key);

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

    /// <summary>A table within this one, and the keys that it has.</summary>
    public ConfigurationSection? Section(string key, IReadOnlyList<string> keys)
    {
        ConfigurationTable? inner = Read(key, SR.ConfigurationSection, content => content as ConfigurationTable);
        return inner is null ? null : new ConfigurationSection(source, Full(key), inner, folder, table[key].Line).Expect(keys);
    }

    public ConfigurationSection RequiredSection(string key, IReadOnlyList<string> keys) => Section(key, keys) ?? throw Missing(key);

    /// <summary>The error of a value that cannot be.</summary>
    public ConfigurationValueException Refuse(string key, string expected) =>
        new(source, table.GetValueOrDefault(key)?.Line, Full(key), expected);

    private ConfigurationKeyMissingException Missing(string key) => new(source, line, Full(key), _keys);

    private bool IsKey(string key) => _keys.Contains(key, StringComparer.OrdinalIgnoreCase);

    private string Full(string key) => name.Length == 0 ? key : $"{name}.{key}";

    // The value is in no message: it may be a secret in a wrong place.
    private T? Read<T>(string key, string expected, Func<object, T?> convert)
    {
        Debug.Assert(IsKey(key), $"{Full(key)} is not among the keys that are said to be there.");
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
