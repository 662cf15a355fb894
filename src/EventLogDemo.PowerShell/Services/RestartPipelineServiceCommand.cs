using System.Management.Automation;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.PowerShell.Services;

/// <summary>Stops services cleanly, starts them and waits until they are ready.</summary>
[Cmdlet(VerbsLifecycle.Restart, "PipelineService", DefaultParameterSetName = ByName, SupportsShouldProcess = true)]
[OutputType(typeof(PipelineService))]
public sealed class RestartPipelineServiceCommand : ServiceActionCmdlet
{
    private protected override string ActionName => SR.RestartServiceAction;

    private protected override async Task ActAsync(
        IServiceHost services, string name, TimeSpan timeout, CancellationToken cancellationToken)
    {
        await services.StopAsync(name, timeout, cancellationToken).ConfigureAwait(false);
        await services.StartAsync(name, timeout, cancellationToken).ConfigureAwait(false);
    }
}
