using System.Management.Automation;
using EventLogDemo.Engine.Events;
using EventLogDemo.Engine.Queries;
using EventLogDemo.PowerShell.Pipelines;

namespace EventLogDemo.PowerShell.Events;

/// <summary>Reads events from the log or the store of a pipeline.</summary>
[Cmdlet(VerbsCommon.Get, "LogEvent")]
[OutputType(typeof(LogEventInfo))]
public sealed class GetLogEventCommand : PipelineCmdlet
{
    /// <summary>Where to read.</summary>
    /// <value>Defaults to Cassandra, the end of the pipeline.</value>
    [Parameter(Position = 0)]
    public EventHop From { get; set; }

    /// <summary>Partitions to read.</summary>
    /// <value>Defaults to all.</value>
    [Parameter]
    [ValidateNotNull]
    public int[] Partition { get; set; } = [];

    /// <summary>Offset to begin with in each partition.</summary>
    /// <value>Defaults to the first of the pipeline.</value>
    [Parameter]
    public long? Offset { get; set; }

    /// <summary>End after this many events.</summary>
    [Parameter]
    public long? First { get; set; }

    /// <summary>Only this many latest events, by the time they were sent.</summary>
    [Parameter]
    public long? Last { get; set; }

    /// <summary>Go on with new events as they come, until stopped.</summary>
    [Parameter]
    public SwitchParameter Follow { get; set; }

    /// <summary>Regular expression, without regard to case, that bodies must match.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Match { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForEachPipeline(pipeline =>
    {
        LogEventReader reader = new(pipeline, new LogEventQuery
        {
            FromLog = From == EventHop.Kafka,
            Partitions = Partition,
            Offset = Offset,
            First = First,
            Last = Last,
            Follow = Follow,
            Match = Match is null ? null : LogEventQuery.Compile(Match),
        });
        foreach (IReadOnlyList<LogEvent> events in Stream(reader.ReadAsync))
        {
            WriteObject(events.Select(found => new LogEventInfo(pipeline.Name, found)), enumerateCollection: true);
        }
    });
}
