using EventLogDemo.Engine.Errors;

namespace EventLogDemo.PowerShell.Conversion;

/// <summary>Whole numbers are taken as Int64, so that one too large for the option is refused with its range, as it was typed.</summary>
internal static class Int32Argument
{
    /// <exception cref="OptionRangeException">The value is outside the range.</exception>
    public static int Checked(string option, long value, int low, int high)
    {
        OptionRangeException.ThrowIfOutside(option, value, low, high);
        return (int)value;
    }
}
