using System.Management.Automation;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Streams;
using EventLogDemo.PowerShell.Completion;

namespace EventLogDemo.PowerShell.Streams;

/// <summary>Gets the streams of a pipeline: the running ones and the last that have ended.</summary>
[Cmdlet(VerbsCommon.Get, "LogStream", DefaultParameterSetName = ByChoice)]
[OutputType(typeof(LogStreamInfo))]
public sealed class GetLogStreamCommand : StreamCmdlet
{
    /// <summary>Numbers of the streams.</summary>
    /// <value>Defaults to all streams.</value>
    [Parameter(Position = 0, ParameterSetName = ByChoice)]
    [ArgumentCompleter(typeof(StreamIdCompleter))]
    public int[]? Id { get; set; }

    private protected override IReadOnlyList<int>? ChosenIds => Id;

    private protected override void Handle(Pipeline pipeline, LogStream stream) =>
        WriteObject(new LogStreamInfo(pipeline, stream));
}
