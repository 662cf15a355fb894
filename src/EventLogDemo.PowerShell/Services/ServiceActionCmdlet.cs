using System.Management.Automation;
using EventLogDemo.Engine.Environments;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.PowerShell.Completion;
using EventLogDemo.PowerShell.Conversion;

namespace EventLogDemo.PowerShell.Services;

/// <summary>A cmdlet that acts on services, which must be named. A leaf says which action.</summary>
public abstract class ServiceActionCmdlet : ServiceCmdlet
{
    /// <summary>Names, with wildcards.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ByChoice)]
    [ArgumentCompleter(typeof(ServiceNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Name { get; set; }

    /// <summary>How long each service may take.</summary>
    /// <value>Defaults to 1 minute.</value>
    [Parameter]
    [DurationTransformation]
    [ArgumentCompleter(typeof(DurationCompleter))]
    public Duration Timeout { get; set; } = new(ServiceTimeout.Default);

    /// <summary>Act on services of somebody else's cluster without asking.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Emit the services.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected sealed override IReadOnlyList<string>? ChosenNames => Name;

    // Acting on everything must be said.
    private protected sealed override bool NeedsNames => true;

    private protected abstract ServiceAction Action { get; }

    private protected sealed override bool IsInStartOrder => Action is ServiceAction.Start or ServiceAction.Resume;

    private protected sealed override void Handle(Pipeline pipeline, string name)
    {
        TimeSpan timeout = ServiceTimeout.Checked(Timeout);
        IServiceHost services = pipeline.Ports.Services;
        // Before anybody is asked to confirm what cannot be done.
        ServiceNotControllableException.ThrowIfUnsupported(services, name, Action);
        if (ShouldProcess(SR.ServiceTarget.With(name, pipeline.Name), Action.ToString()) && IsAllowed(pipeline, name))
        {
            string activity = SR.ServiceActivity.With(Action, name);
            WriteVerbose($"{activity} ({pipeline.Name})");
            Await(activity, (_, cancellationToken) => services.ActAsync(name, Action, timeout, cancellationToken).AsTask());
        }

        if (PassThru)
        {
            WriteObject(Look(pipeline, name));
        }
    }

    private bool IsAllowed(Pipeline pipeline, string name) =>
        Force || !EnvironmentCatalog.Of(pipeline).NeedsConsent
        || ShouldContinue(SR.ControlExternalQuery.With(Action, name), SR.ControlExternalCaption);
}
