using System.Management.Automation;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Streams;
using EventLogDemo.PowerShell.Pipelines;

namespace EventLogDemo.PowerShell.Streams;

/// <summary>A cmdlet that works on streams, chosen by number or given as objects.</summary>
public abstract class StreamCmdlet : PipelineCmdlet
{
    private protected const string ById = nameof(ById);
    private protected const string ByObject = nameof(ByObject);

    /// <summary>Streams themselves.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ByObject)]
    [ValidateNotNull]
    public LogStream[] InputObject { get; set; } = [];

    /// <summary>Numbers of the streams, or null for all.</summary>
    private protected abstract IReadOnlyList<int>? ChosenIds { get; }

    /// <inheritdoc/>
    protected sealed override void ProcessRecord()
    {
        if (ParameterSetName == ByObject)
        {
            foreach (LogStream stream in InputObject)
            {
                Attempt(() => Handle(stream));
            }

            return;
        }

        Attempt(() =>
        {
            Pipeline pipeline = FindPipeline();
            StreamRoster roster = StreamRoster.Of(pipeline);
            foreach (int id in ChosenIds ?? [.. roster.All.Select(stream => stream.Id)])
            {
                Attempt(() => Handle(roster.Get(id)));
            }
        });
    }

    private protected abstract void Handle(LogStream stream);
}
