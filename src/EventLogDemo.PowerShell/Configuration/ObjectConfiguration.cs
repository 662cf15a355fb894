using System.Collections;
using System.Management.Automation;

namespace EventLogDemo.PowerShell.Configuration;

/// <summary>Reads a configuration from a hashtable that was made at the prompt.</summary>
internal static class ObjectConfiguration
{
    public static ConfigurationValue Read(object? value) => new(
        Unwrapped(value) switch
        {
            IDictionary table => ReadTable(table),
            string text => text,
            IEnumerable list => list.Cast<object?>().Select(Read).ToList(),
            var other => other,
        },
        Line: null);

    private static ConfigurationTable ReadTable(IDictionary table)
    {
        ConfigurationTable read = [];
        foreach (DictionaryEntry entry in table)
        {
            read[entry.Key.ToString() ?? ""] = Read(entry.Value);
        }

        return read;
    }

    private static object? Unwrapped(object? value) => value is PSObject wrapper ? wrapper.BaseObject : value;
}
