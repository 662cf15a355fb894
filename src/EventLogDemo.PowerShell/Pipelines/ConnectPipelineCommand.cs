using System.Management.Automation;
using EventLogDemo.Engine.Environments;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.PowerShell.Completion;
using EventLogDemo.PowerShell.Configuration;
using EventLogDemo.PowerShell.Conversion;
using EventLogDemo.PowerShell.Errors;

namespace EventLogDemo.PowerShell.Pipelines;

/// <summary>
/// Opens the pipeline that a folder holds, after a clean stop or after its process was killed, or attaches to one that is up on Docker.
/// </summary>
[Cmdlet(VerbsCommunications.Connect, "Pipeline", DefaultParameterSetName = ByPath, SupportsShouldProcess = true)]
[OutputType(typeof(Pipeline))]
public sealed class ConnectPipelineCommand : NewPipelineCmdlet
{
    private const string ByPath = nameof(ByPath);
    private const string ByName = nameof(ByName);

    /// <summary>The folder.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ByPath)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>The environment that it is up in: Docker.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByName)]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    [ValidateNotNull]
    public string Environment { get; set; } = "";

    /// <summary>Name of the pipeline.</summary>
    /// <value>Defaults to <c>default</c>.</value>
    [Parameter(ParameterSetName = ByName)]
    [ValidateNotNull]
    public string Name { get; set; } = new PipelineOptions().Name;

    /// <summary>Where the clusters are (External), or what differs from the usual (Docker): a file, or a hashtable.</summary>
    /// <value>Defaults to nothing.</value>
    [Parameter]
    [ValidateNotNull]
    public object? Configuration { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing() => Demand(() =>
    {
        PipelineOptions options = new() { RefreshInterval = RefreshInterval.Value };
        options.Validate();
        CheckedTimeout();
        if (ParameterSetName == ByName)
        {
            ConnectByName(options);
        }
        else
        {
            ConnectByPath(FileSystemPath.Resolve(SessionState, Path), options);
        }
    });

    private void ConnectByName(PipelineOptions options)
    {
        if (EnvironmentName.Find(Environment) is not DockerEnvironment.Name and var other)
        {
            throw new EnvironmentParameterException(other, nameof(Environment), SR.ConnectByPath);
        }

        new PipelineOptions { Name = Name }.Validate();
        ConnectDocker(Name, options);
    }

    private void ConnectByPath(string folder, PipelineOptions options)
    {
        string activity = SR.ConnectPipelineActivity.With(folder);
        (string name, string environment) = Await(activity, (_, _) => Task.FromResult(EmbeddedEnvironment.Peek(folder)));
        switch (environment)
        {
            case DockerEnvironment.Name:
                ConnectDocker(name, options);
                break;
            case ExternalEnvironment.Name:
                ExternalEnvironment external = new(
                    ConfigurationArgument.ReadClusters(Configuration, SessionState).Clusters, TimeProvider.System);
                Connect(activity, folder, name, (progress, token) => external.ConnectAsync(folder, options, progress, token));
                break;
            default:
                EmbeddedEnvironment embedded = new(TimeProvider.System);
                Connect(activity, folder, name, (progress, token) => embedded.ConnectAsync(folder, options, progress, token));
                break;
        }
    }

    private void ConnectDocker(string name, PipelineOptions options)
    {
        DockerEnvironment docker = new(ConfigurationArgument.ReadDocker(Configuration, SessionState), TimeProvider.System);
        Connect(
            SR.ConnectPipelineActivity.With(name), name, name, (progress, token) => docker.ConnectAsync(name, options, progress, token));
    }

    private void Connect(
        string activity, string target, string name, Func<IProgress<string>, CancellationToken, Task<Pipeline>> open)
    {
        if (ShouldProcess(target, SR.ConnectPipelineAction))
        {
            Open(activity, name, SR.ConnectPipelineCondition, open);
        }
    }
}
