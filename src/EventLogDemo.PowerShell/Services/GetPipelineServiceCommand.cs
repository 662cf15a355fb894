using System.Management.Automation;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.PowerShell.Services;

/// <summary>Gets the services of a pipeline with their state.</summary>
[Cmdlet(VerbsCommon.Get, "PipelineService", DefaultParameterSetName = ByChoice)]
[OutputType(typeof(PipelineService))]
public sealed class GetPipelineServiceCommand : ServiceQueryCmdlet
{
    private protected override void Handle(Pipeline pipeline, string name) => WriteObject(Look(pipeline, name));
}
