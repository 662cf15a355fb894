using System.Globalization;

namespace EventLogDemo.PowerShell;

/// <summary>Fills the texts of <c>SR.resx</c>.</summary>
internal static class Words
{
    /// <summary>The text with its places filled, culture-invariant as all messages are.</summary>
    public static string With(this string format, params ReadOnlySpan<object?> values) =>
        string.Format(CultureInfo.InvariantCulture, format, values);
}
