using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace EventLogDemo.PowerShell.Conversion;

/// <summary>
/// Something that came down the pipeline, read by the names of its properties: an object of ours, one that came back from CliXml, a job
/// or another machine, a row of a CSV file, a hashtable.
/// </summary>
internal sealed class InputItem(object? item)
{
    private readonly PSObject? _item = item is null ? null : PSObject.AsPSObject(item);

    /// <summary>The text, where it is one.</summary>
    public string? Text => _item?.BaseObject as string;

    /// <summary>The whole number, where it is one, or a text that is nothing else.</summary>
    public int? Number => _item is null ? null : NumberOf(_item.BaseObject);

    /// <summary>Whether it is of one of our types, or was before it was serialised or selected from.</summary>
    public bool Is(Type type) => _item?.TypeNames.Any(name => name == type.FullName || name.EndsWith("." + type.FullName, StringComparison.Ordinal)) == true;

    /// <summary>A property as text, or null.</summary>
    public string? TextOf(string property) => ValueOf(property)?.ToString() is { Length: > 0 } text ? text : null;

    /// <summary>A property as a whole number, or null.</summary>
    public int? NumberOf(string property) => NumberOf(ValueOf(property));

    /// <summary>A property as a <see cref="Guid"/>, or null.</summary>
    public Guid? IdOf(string property) =>
        ValueOf(property) is { } value && Guid.TryParse(value.ToString(), CultureInfo.InvariantCulture, out Guid id) ? id : null;

    /// <summary>What to call it in an error.</summary>
    public override string ToString() => _item?.ToString() is { Length: > 0 } text ? text : _item?.TypeNames.FirstOrDefault() ?? "nothing";

    private object? ValueOf(string property) => _item?.BaseObject is IDictionary table
        ? table.Keys.Cast<object>().Where(key => string.Equals(key.ToString(), property, StringComparison.OrdinalIgnoreCase)).Select(key => table[key]).FirstOrDefault()
        : Argument.Unwrap(_item?.Properties[property]?.Value);

    private static int? NumberOf(object? value) => value switch
    {
        int number => number,
        long number when number is >= int.MinValue and <= int.MaxValue => (int)number,
        string text when int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) => number,
        _ => null,
    };
}
