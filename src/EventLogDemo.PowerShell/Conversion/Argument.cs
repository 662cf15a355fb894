using System.Globalization;
using System.Management.Automation;

namespace EventLogDemo.PowerShell.Conversion;

/// <summary>Looks through the wrapping of PowerShell's arguments.</summary>
internal static class Argument
{
    /// <summary>The object itself.</summary>
    public static object? Unwrap(object? argument) => argument is PSObject wrapped ? wrapped.BaseObject : argument;

    /// <summary>
    /// What was written: of a literal its own text (PowerShell reads a bare <c>1kb</c> as 1024 but keeps what was typed),
    /// of another number its invariant form.
    /// </summary>
    public static string TextOf(object? argument) => argument switch
    {
        PSObject wrapped => wrapped.ToString(),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => argument?.ToString() ?? "",
    };
}
