using System.Management.Automation;
using EventLogDemo.Engine.Environments;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.PowerShell.Completion;
using EventLogDemo.PowerShell.Conversion;

namespace EventLogDemo.PowerShell.Services;

/// <summary>A cmdlet that acts on services, which must be named.</summary>
public abstract class ServiceActionCmdlet : ServiceCmdlet
{
    /// <summary>Names, with wildcards.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ByName)]
    [ArgumentCompleter(typeof(ServiceNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    /// <summary>How long each service may take.</summary>
    /// <value>Defaults to 1 minute.</value>
    [Parameter]
    [DurationTransformation]
    public Duration Timeout { get; set; } = new(ServiceWait.DefaultTimeout);

    /// <summary>Act on services of somebody else's cluster without asking.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Emit the services.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected sealed override IReadOnlyList<string> ChosenNames => Name;

    private protected abstract string ActionName { get; }

    private protected sealed override void Handle(Pipeline pipeline, string name)
    {
        TimeSpan timeout = ServiceWait.Checked(Timeout);
        // Nobody is asked about what cannot be done.
        pipeline.Ports.Services.ThrowIfNotControllable(name, ActionName.ToLowerInvariant());
        if (ShouldProcess(SR.ServiceTarget.With(name, pipeline.Name), ActionName) && IsAllowed(pipeline, name))
        {
            string activity = SR.ServiceActivity.With(ActionName, name);
            WriteVerbose($"{activity} ({pipeline.Name})");
            Await(activity, (_, stop) => ServiceWait.WithinAsync(
                timeout,
                name,
                ActionName,
                token => ActAsync(pipeline.Ports.Services, name, timeout, token),
                stop));
        }

        if (PassThru)
        {
            WriteObject(Look(pipeline, name));
        }
    }

    private bool IsAllowed(Pipeline pipeline, string name) =>
        Force || !EnvironmentCatalog.Of(pipeline).NeedsConsent
        || ShouldContinue(SR.ControlExternalQuery.With(ActionName, name), SR.ControlExternalCaption);

    private protected abstract Task ActAsync(
        IServiceHost services, string name, TimeSpan timeout, CancellationToken cancellationToken);
}
