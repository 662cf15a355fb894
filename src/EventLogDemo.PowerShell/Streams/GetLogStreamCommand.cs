using System.Management.Automation;
using EventLogDemo.Engine.Streams;
using EventLogDemo.PowerShell.Completion;

namespace EventLogDemo.PowerShell.Streams;

/// <summary>Gets the streams of a pipeline: the running ones and the last that have ended.</summary>
[Cmdlet(VerbsCommon.Get, "LogStream", DefaultParameterSetName = ById)]
[OutputType(typeof(LogStream))]
public sealed class GetLogStreamCommand : StreamCmdlet
{
    /// <summary>Numbers of the streams.</summary>
    /// <value>Defaults to all streams.</value>
    [Parameter(Position = 0, ParameterSetName = ById)]
    [ArgumentCompleter(typeof(StreamIdCompleter))]
    public int[]? Id { get; set; }

    private protected override IReadOnlyList<int>? ChosenIds => Id;

    private protected override void Handle(LogStream stream) => WriteObject(stream);
}
