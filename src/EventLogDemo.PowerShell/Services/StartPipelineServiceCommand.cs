using System.Management.Automation;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.PowerShell.Services;

/// <summary>Starts services and waits until they are ready.</summary>
[Cmdlet(VerbsLifecycle.Start, "PipelineService", DefaultParameterSetName = ByChoice, SupportsShouldProcess = true)]
[OutputType(typeof(PipelineService))]
public sealed class StartPipelineServiceCommand : ServiceActionCmdlet
{
    private protected override ServiceAction Action => ServiceAction.Start;
}
