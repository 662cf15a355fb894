using System.Management.Automation;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.PowerShell.Services;

/// <summary>Stops services: cleanly, or at once with -Kill.</summary>
[Cmdlet(VerbsLifecycle.Stop, "PipelineService", DefaultParameterSetName = ByName, SupportsShouldProcess = true)]
[OutputType(typeof(PipelineService))]
public sealed class StopPipelineServiceCommand : ServiceActionCmdlet
{
    /// <summary>End them at once: what they had not committed is gone.</summary>
    [Parameter]
    public SwitchParameter Kill { get; set; }

    private protected override string ActionName => Kill ? SR.KillServiceAction : SR.StopServiceAction;

    private protected override Task ActAsync(
        IServiceHost services, string name, TimeSpan timeout, CancellationToken cancellationToken) =>
        Kill
            ? services.KillAsync(name, cancellationToken).AsTask()
            : services.StopAsync(name, timeout, cancellationToken).AsTask();
}
