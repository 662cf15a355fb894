using System.Management.Automation;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.PowerShell.Pipelines;

/// <summary>Gets the pipelines of this process.</summary>
[Cmdlet(VerbsCommon.Get, "Pipeline", DefaultParameterSetName = ByName)]
[OutputType(typeof(PipelineInfo))]
public sealed class GetPipelineCommand : NamedPipelineCmdlet
{
    private protected override IReadOnlyList<Pipeline> Unnamed() => PipelineRegistry.Current.All;

    private protected override void Handle(Pipeline pipeline) => WriteObject(new PipelineInfo(pipeline));
}
