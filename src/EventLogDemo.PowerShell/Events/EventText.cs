using System.Management.Automation;
using System.Management.Automation.Internal;
using System.Management.Automation.Language;
using System.Text;
using System.Xml;
using EventLogDemo.PowerShell.Conversion;

namespace EventLogDemo.PowerShell.Events;

/// <summary>Says which objects are text to somebody who sends them, and not data with properties.</summary>
internal static class EventText
{
    /// <summary>Whether it is one of PowerShell's nulls.</summary>
    public static bool IsNothing(object? item) =>
        ReferenceEquals(item, AutomationNull.Value) || Argument.Unwrap(item) is null or DBNull or NullString;

    /// <summary>Whether an object is sent as PowerShell turns it into a string: strings, values, and what the other streams of a command carry.</summary>
    public static bool IsText(object item) => item is string or IFormattable or IConvertible or Version or Uri or StringBuilder
        or Type or ScriptBlock or XmlNode or Task or Exception or ErrorRecord or InformationRecord or InformationalRecord;

    /// <summary>Whether the only string of an object is the name of its type.</summary>
    public static bool HasNoTextOfItsOwn(object item) =>
        item.GetType() is var type && (item.ToString() is not { } text || text == type.ToString() || text == type.FullName);

    /// <summary>The string of an object for which <see cref="IsText"/> holds.</summary>
    public static string Of(object item) => Argument.Unwrap(item) switch
    {
        XmlNode xml => xml.OuterXml,
        // Its properties are no data: reading the result would wait for the task.
        Task task => $"{task.Status}",
        _ => LanguagePrimitives.ConvertTo<string>(item),
    };
}
