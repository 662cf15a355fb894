using System.Management.Automation;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.PowerShell.Services;

/// <summary>Stops services cleanly, starts them and waits until they are ready.</summary>
[Cmdlet(VerbsLifecycle.Restart, "PipelineService", DefaultParameterSetName = ByChoice, SupportsShouldProcess = true)]
[OutputType(typeof(PipelineService))]
public sealed class RestartPipelineServiceCommand : ServiceActionCmdlet
{
    private protected override ServiceAction Action => ServiceAction.Restart;
}
