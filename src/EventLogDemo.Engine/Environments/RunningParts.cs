using EventLogDemo.Engine.Embedded;
using EventLogDemo.Engine.Embedded.Services;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Stepping;
using Microsoft.Extensions.Logging;

namespace EventLogDemo.Engine.Environments;

/// <summary>Embedded parts driven by a thread each, and the folder they own.</summary>
internal sealed partial class RunningParts : IPipelineParts
{
    private static readonly TimeSpan LongestFarewell = TimeSpan.FromSeconds(2);

    private readonly EmbeddedParts _parts;
    private readonly DataFolder _folder;
    private readonly StepClock _clock;
    private readonly ILogger _logger;
    private readonly MachineThread _log;
    private readonly MachineThread _processor;
    private readonly Task _watch;

    public RunningParts(EmbeddedParts parts, DataFolder folder, StepClock clock, ILoggerFactory loggers)
    {
        _parts = parts;
        _folder = folder;
        _clock = clock;
        _logger = loggers.CreateLogger<RunningParts>();
        _log = new MachineThread(parts.Log, clock);
        _processor = new MachineThread(parts.Processor, clock);
        _watch = Task.WhenAll(
            WatchAsync(_log, parts.Log),
            WatchAsync(_processor, parts.Services.First(service => service.Part.Name == ServiceNames.FlinkTaskManager)));
    }

    public async ValueTask DisposeAsync()
    {
        await CheckpointAsync().ConfigureAwait(false);
        await _processor.DisposeAsync().ConfigureAwait(false);
        await _log.DisposeAsync().ConfigureAwait(false);
        await _watch.ConfigureAwait(false);
        _parts.Dispose();
    }

    public void Release(bool deletesData) => _folder.Release(deletesData);

    // Saves the next process from repeating work; without it nothing is lost.
    private async Task CheckpointAsync()
    {
        using CancellationTokenSource farewell = new(LongestFarewell, _clock.TimeProvider);
        try
        {
            if (_parts.Services.All(service => service.Part.IsReady))
            {
                await _parts.Ports.Processor.CheckpointAsync(farewell.Token).ConfigureAwait(false);
            }
        }
        catch (Exception failure) when (failure is EngineException or OperationCanceledException)
        {
            NoFarewellCheckpoint(failure);
        }
    }

    // A step that throws is a defect: the service shows it instead of standing still without a word.
    private async Task WatchAsync(MachineThread thread, IEmbeddedService service)
    {
        try
        {
            await thread.Completion.ConfigureAwait(false);
        }
#pragma warning disable CA1031 // whatever ended the thread is shown as the state of its service
        catch (Exception failure)
#pragma warning restore CA1031
        {
            MachineFailed(service.Part.Name, failure);
            service.Part.Enter(ServiceState.Failed, failure.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Closed without a last checkpoint; the next process repeats a little")]
    private partial void NoFarewellCheckpoint(Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Service}: a step failed")]
    private partial void MachineFailed(string service, Exception failure);
}
