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
[OutputType(typeof(PipelineInfo))]
public sealed class ConnectPipelineCommand : NewPipelineCmdlet
{
    private const string ByPath = nameof(ByPath);
    private const string ByName = nameof(ByName);

    private static readonly string DefaultName = new PipelineOptions().Name;

    /// <summary>The folder.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = ByPath)]
    [Alias("Folder")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>The environment that it is up in: Docker.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByName)]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    [ValidateNotNull]
    public string Environment { get; set; } = "";

    /// <summary>Name of the pipeline; of one in a folder, what this process calls it. Its folder keeps its own name.</summary>
    /// <value>Defaults to <c>default</c>, and with <c>-Path</c> to its own name.</value>
    [Parameter(ParameterSetName = ByName)]
    [Parameter(ParameterSetName = ByPath, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNull]
    public string? Name { get; set; }

    /// <summary>Where the clusters are (External), or what differs from the usual (Docker): a file, or a hashtable.</summary>
    /// <value>Defaults to nothing.</value>
    [Parameter]
    [ValidateNotNull]
    public object? Configuration { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        // Of several that are piped in, one that fails does not keep the others from being opened.
        if (MyInvocation.ExpectingInput)
        {
            Attempt(Connect);
        }
        else
        {
            Demand(Connect);
        }
    }

    private void Connect()
    {
        PipelineOptions options = new() { RefreshInterval = RefreshInterval.Value, Name = Name ?? DefaultName };
        options.Validate();
        CheckedTimeout();
        if (ParameterSetName == ByName)
        {
            ConnectByName(options);
        }
        else
        {
            ConnectByPath(FileSystemPath.Resolve(SessionState, Path), options with { Alias = Name });
        }
    }

    private void ConnectByName(PipelineOptions options)
    {
        EnvironmentEntry environment = EnvironmentCatalog.Find(Environment);
        if (!environment.FindsByName)
        {
            throw new EnvironmentParameterException(
                environment.Name,
                nameof(Environment),
                SR.ConnectByPath.With(string.Join(", ", EnvironmentCatalog.All.Where(entry => entry.FindsByName).Select(entry => entry.Name))));
        }

        Connect(environment, options.Name, options.Name, options);
    }

    private void ConnectByPath(string folder, PipelineOptions options)
    {
        (EnvironmentEntry environment, PipelineManifest manifest) =
            Await(SR.ConnectPipelineActivity.With(folder), (_, _) => Task.FromResult(EnvironmentCatalog.Peek(folder)));
        Connect(environment, environment.PlaceOf(manifest.Name, folder), options.Alias ?? manifest.Name, options);
    }

    private void Connect(EnvironmentEntry entry, string place, string name, PipelineOptions options)
    {
        IPipelineEnvironment environment = ConfigurationArgument.Configure(entry, Configuration, SessionState);
        if (ShouldProcess(place, SR.ConnectPipelineAction))
        {
            Open(
                SR.ConnectPipelineActivity.With(place),
                name,
                SR.ConnectPipelineCondition,
                (progress, cancellationToken) => environment.ConnectAsync(place, options, progress, cancellationToken));
        }
    }
}
