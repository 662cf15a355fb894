using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Ledger;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Stepping;

namespace EventLogDemo.Engine.Streams;

/// <summary>Opens the runs of a pipeline: gives each an id and a ledger, and an appender of the log.</summary>
/// <param name="log">The log.</param>
/// <param name="pipeline">Name of the pipeline.</param>
/// <param name="pipelineId">The pipeline.</param>
/// <param name="clock">The clock.</param>
/// <param name="createLedger">Creates the ledger of a run.</param>
internal sealed class RunOpener(
    IEventLog log, string pipeline, Guid pipelineId, StepClock clock, Func<LedgerHeader, RunLedger> createLedger)
{
    /// <summary>Source of run ids.</summary>
    /// <value>Defaults to new ones that begin with the time; a simulation takes them from its seed.</value>
    public Func<DateTimeOffset, Guid> NewRun { get; init; } = Guid.CreateVersion7;

    /// <summary>The runs of a pipeline, with their ledgers in its folder.</summary>
    public static RunOpener Of(Pipeline pipeline) => new(
        pipeline.Ports.Log,
        pipeline.Name,
        pipeline.Manifest.Id,
        pipeline.Clock,
        header =>
        {
            DiskSpace.ThrowIfBelow(pipeline.Folder, pipeline.Options.DiskFloorBytes);
            return RunLedger.Create(pipeline.Folder, header);
        });

    /// <summary>Opens a run.</summary>
    /// <param name="stream">Number of its stream.</param>
    /// <param name="source">Where the events come from, for the ledger.</param>
    /// <param name="optionsText">The options, for the ledger.</param>
    /// <param name="options">The appender's limits.</param>
    /// <param name="cancellationToken">Cancels the opening.</param>
    /// <exception cref="DiskSpaceException">Too little free disk space.</exception>
    /// <exception cref="EngineException">The ledger or the appender cannot be opened; nothing is left behind.</exception>
    public ValueTask<RunWriter> OpenAsync(
        ushort stream, string source, string optionsText, AppenderOptions options, CancellationToken cancellationToken)
    {
        StepTime now = clock.Now();
        StreamIdentity identity = new(pipeline, stream, NewRun(now.Utc));
        RunLedger ledger = createLedger(
            new LedgerHeader(identity.Run, stream, pipelineId, now.UtcMicroseconds, source, optionsText));
        return RunWriter.OpenAsync(
            identity,
            log.PartitionCount,
            options,
            ledger,
            onDelivery => log.OpenAppenderAsync(options, onDelivery, cancellationToken));
    }
}
