using EventLogDemo.Engine.Embedded;
using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Stepping;
using Microsoft.Extensions.Logging;

namespace EventLogDemo.Engine.Environments;

/// <summary>Embedded parts, each driven by a thread, and the folder they own.</summary>
internal sealed partial class RunningParts : IPipelineParts
{
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(2);

    private readonly EmbeddedParts _parts;
    private readonly DataFolder _folder;
    private readonly StepClock _clock;
    private readonly ILogger _logger;
    private readonly DrivenMachine _log;
    private readonly DrivenMachine _processor;

    public RunningParts(EmbeddedParts parts, DataFolder folder, StepClock clock, ILoggerFactory loggers)
    {
        _parts = parts;
        _folder = folder;
        _clock = clock;
        _logger = loggers.CreateLogger<RunningParts>();
        ThreadDriver driver = new(clock);
        _log = new DrivenMachine(parts.Log, parts.Log.Part, parts.Host, driver, _logger);
        _processor = new DrivenMachine(parts.Processor, parts.Processor.Workers, parts.Host, driver, _logger);
    }

    public async ValueTask DisposeAsync()
    {
        await CheckpointAsync().ConfigureAwait(false);
        await _processor.DisposeAsync().ConfigureAwait(false);
        await _log.DisposeAsync().ConfigureAwait(false);
        _parts.Dispose();
    }

    public ValueTask ReleaseAsync(PipelineEnd end)
    {
        _folder.Release(end.DeletesData);
        return ValueTask.CompletedTask;
    }

    // Saves the next process from reprocessing records; without it nothing is lost.
    private async Task CheckpointAsync()
    {
        using CancellationTokenSource shutdown = new(ShutdownTimeout, _clock.TimeProvider);
        try
        {
            if (_parts.Board.IsReady)
            {
                await _parts.Ports.Processor.CheckpointAsync(shutdown.Token).ConfigureAwait(false);
            }
        }
        catch (Exception failure) when (failure is EngineException or OperationCanceledException)
        {
            ClosedWithoutCheckpoint(failure);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Closed without a last checkpoint; the next process will reprocess some records")]
    private partial void ClosedWithoutCheckpoint(Exception failure);
}
