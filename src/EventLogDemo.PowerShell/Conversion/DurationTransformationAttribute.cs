using System.Management.Automation;

namespace EventLogDemo.PowerShell.Conversion;

/// <summary>Lets a <see cref="Duration"/> parameter take everything that stands for one.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DurationTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => Argument.Unwrap(inputData) switch
    {
        Duration duration => duration,
        TimeSpan time => new Duration(time),
        _ => Duration.Parse(Argument.TextOf(inputData)),
    };
}
