using System.Management.Automation;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.PowerShell.Services;

/// <summary>Lets frozen services go on and waits until they are ready.</summary>
[Cmdlet(VerbsLifecycle.Resume, "PipelineService", DefaultParameterSetName = ByChoice, SupportsShouldProcess = true)]
[OutputType(typeof(PipelineService))]
public sealed class ResumePipelineServiceCommand : ServiceActionCmdlet
{
    private protected override ServiceAction Action => ServiceAction.Resume;
}
