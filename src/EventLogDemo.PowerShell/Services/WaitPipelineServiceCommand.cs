using System.Management.Automation;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.PowerShell.Completion;
using EventLogDemo.PowerShell.Conversion;

namespace EventLogDemo.PowerShell.Services;

/// <summary>Waits until services are ready.</summary>
[Cmdlet(VerbsLifecycle.Wait, "PipelineService", DefaultParameterSetName = ByChoice)]
[OutputType(typeof(PipelineService))]
public sealed class WaitPipelineServiceCommand : ServiceQueryCmdlet
{
    /// <summary>How long to wait for each service.</summary>
    /// <value>Defaults to 1 minute.</value>
    [Parameter]
    [DurationTransformation]
    [ArgumentCompleter(typeof(DurationCompleter))]
    public Duration Timeout { get; set; } = new(ServiceTimeout.Default);

    private protected override void Handle(Pipeline pipeline, string name)
    {
        TimeSpan timeout = ServiceTimeout.Checked(Timeout);
        ServiceStatus ready = Await(
            SR.ServiceActivity.With(VerbsLifecycle.Wait, name),
            (_, cancellationToken) => ServiceWaiter.ReadyAsync(pipeline, name, timeout, cancellationToken));
        WriteObject(new PipelineService(pipeline, ready));
    }
}
