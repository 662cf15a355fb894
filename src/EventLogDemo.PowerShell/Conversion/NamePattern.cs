using System.Management.Automation;
using EventLogDemo.PowerShell.Errors;

namespace EventLogDemo.PowerShell.Conversion;

/// <summary>A name with wildcards.</summary>
internal static class NamePattern
{
    /// <summary>Reads what a person wrote; upper and lower case are the same, in every culture.</summary>
    /// <exception cref="NamePatternException">A bracket in it is not closed.</exception>
    public static WildcardPattern Parse(string text)
    {
        WildcardPattern pattern = new(text, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);
        try
        {
            // It is compiled, and refused, at its first use.
            pattern.IsMatch("");
            return pattern;
        }
        catch (WildcardPatternException failure)
        {
            throw new NamePatternException(text, failure);
        }
    }
}
