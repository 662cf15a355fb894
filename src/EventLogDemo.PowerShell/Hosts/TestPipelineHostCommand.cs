using System.Management.Automation;
using EventLogDemo.Engine.Environments;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.PowerShell.Bridge;
using EventLogDemo.PowerShell.Configuration;
using EventLogDemo.PowerShell.Errors;

namespace EventLogDemo.PowerShell.Hosts;

/// <summary>Checks whether this machine can run a pipeline on Docker, and says what to do about what is missing.</summary>
[Cmdlet(VerbsDiagnostic.Test, "PipelineHost")]
[OutputType(typeof(HostCheckInfo))]
public sealed class TestPipelineHostCommand : AsyncCmdlet
{
    private static readonly EnvironmentEntry Checked = EnvironmentCatalog.All.First(environment => environment.ChecksHost);

    /// <summary>Name of the pipeline to be started.</summary>
    /// <value>Defaults to <c>default</c>.</value>
    [Parameter(Position = 0)]
    [ValidateNotNull]
    public string Name { get; set; } = new PipelineOptions().Name;

    /// <summary>What differs from the usual: a file, or a hashtable.</summary>
    /// <value>Defaults to nothing.</value>
    [Parameter]
    [ValidateNotNull]
    public object? Configuration { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing() => Demand(() =>
    {
        new PipelineOptions { Name = Name }.Validate();
        IPipelineEnvironment environment = ConfigurationArgument.Configure(Checked, Configuration, SessionState);
        foreach (HostCheckResult result in Await(
            SR.TestHostActivity, (progress, token) => environment.CheckHostAsync(Name, progress, token)))
        {
            WriteObject(new HostCheckInfo(result, result.Error is { } error ? ErrorRecords.ActionFor(error.Id) : result.Action));
        }
    });
}
