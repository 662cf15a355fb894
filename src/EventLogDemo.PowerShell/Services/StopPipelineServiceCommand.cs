using System.Management.Automation;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.PowerShell.Services;

/// <summary>Stops services: cleanly, or at once with -Kill.</summary>
[Cmdlet(VerbsLifecycle.Stop, "PipelineService", DefaultParameterSetName = ByChoice, SupportsShouldProcess = true)]
[OutputType(typeof(PipelineService))]
public sealed class StopPipelineServiceCommand : ServiceActionCmdlet
{
    /// <summary>End them at once: what they had not committed is gone.</summary>
    [Parameter]
    public SwitchParameter Kill { get; set; }

    private protected override ServiceAction Action => Kill ? ServiceAction.Kill : ServiceAction.Stop;
}
