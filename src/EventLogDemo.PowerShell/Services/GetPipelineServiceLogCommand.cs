using System.Management.Automation;
using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.PowerShell.Bridge;

namespace EventLogDemo.PowerShell.Services;

/// <summary>Gets what services have logged, and with -Follow what they log.</summary>
[Cmdlet(VerbsCommon.Get, "PipelineServiceLog", DefaultParameterSetName = ByChoice)]
[OutputType(typeof(ServiceLogLine))]
public sealed class GetPipelineServiceLogCommand : ServiceQueryCmdlet
{
    private const int MaxLast = 1_000_000;

    /// <summary>Most lines of the past, of each service.</summary>
    /// <value>Defaults to 50.</value>
    [Parameter]
    public long Last { get; set; } = 50;

    /// <summary>Go on with the lines that come, of all services together, until stopped.</summary>
    [Parameter]
    public SwitchParameter Follow { get; set; }

    private readonly List<(Pipeline Pipeline, string Name)> _followed = [];

    /// <inheritdoc/>
    protected override void BeginProcessing() => Demand(() => OptionRangeException.ThrowIfOutside(nameof(Last), Last, 0, MaxLast));

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_followed.Count > 0)
        {
            Attempt(() => Run(activity: null, FollowAsync));
        }
    }

    private protected override void Handle(Pipeline pipeline, string name)
    {
        if (Follow)
        {
            _followed.Add((pipeline, name));
        }
        else
        {
            Run(activity: null, (output, cancellationToken) => WriteLogAsync(pipeline, name, output, cancellationToken));
        }
    }

    // The lines of each service in their order, of different ones as they come; a log that fails ends alone.
    private Task FollowAsync(CmdletOutput output, CancellationToken cancellationToken) => Task.WhenAll(_followed.Select(async service =>
    {
        try
        {
            await WriteLogAsync(service.Pipeline, service.Name, output, cancellationToken).ConfigureAwait(false);
        }
        catch (EngineException failure)
        {
            await output.WriteErrorAsync(failure).ConfigureAwait(false);
        }
    }));

    private async Task WriteLogAsync(Pipeline pipeline, string name, CmdletOutput output, CancellationToken cancellationToken)
    {
        IAsyncEnumerable<string> lines = pipeline.Ports.Services.ReadLogAsync(name, (int)Last, Follow, cancellationToken);
        await foreach (string line in lines.ConfigureAwait(false))
        {
            await output.WriteAsync(new ServiceLogLine(pipeline.Name, name, line)).ConfigureAwait(false);
        }
    }
}
