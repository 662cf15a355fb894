using System.Management.Automation;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Streams;
using EventLogDemo.PowerShell.Completion;
using EventLogDemo.PowerShell.Conversion;

namespace EventLogDemo.PowerShell.Streams;

/// <summary>Waits until streams have ended and all their events are settled.</summary>
[Cmdlet(VerbsLifecycle.Wait, "LogStream", DefaultParameterSetName = ByChoice)]
[OutputType(typeof(LogStreamInfo))]
public sealed class WaitLogStreamCommand : StreamCmdlet
{
    /// <summary>Numbers of the streams.</summary>
    /// <value>Defaults to all streams.</value>
    [Parameter(Position = 0, ParameterSetName = ByChoice)]
    [ArgumentCompleter(typeof(StreamIdCompleter))]
    public int[]? Id { get; set; }

    /// <summary>How long to wait for each stream.</summary>
    /// <value>Defaults to 1 minute.</value>
    [Parameter]
    [DurationTransformation]
    [ArgumentCompleter(typeof(DurationCompleter))]
    public Duration Timeout { get; set; } = new(TimeSpan.FromMinutes(1));

    private protected override IReadOnlyList<int>? ChosenIds => Id;

    private protected override void Handle(Pipeline pipeline, LogStream stream)
    {
        Await(
            SR.WaitStreamActivity.With(stream.Id),
            (progress, cancellationToken) => StreamWaiter.EndedAsync(stream, Timeout.Value, progress, cancellationToken));
        WriteObject(new LogStreamInfo(pipeline, stream));
    }
}
