using System.Management.Automation;

namespace EventLogDemo.PowerShell.Pipelines;

/// <summary>Lets a <see cref="PipelineReference"/> parameter take names, and every object that says which pipeline it is of.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PipelineTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => PipelineReference.From(inputData);
}
