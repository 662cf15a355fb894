using System.Management.Automation;

namespace EventLogDemo.PowerShell.Conversion;

/// <summary>Lets a <see cref="ByteSize"/> parameter take everything that stands for one.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ByteSizeTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        Argument.Unwrap(inputData) as ByteSize ?? ByteSize.Parse(Argument.TextOf(inputData), isValue: inputData is not (PSObject or string));
}
