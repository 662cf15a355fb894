using EventLogDemo.Engine.Embedded;
using EventLogDemo.Engine.Embedded.Log;
using EventLogDemo.Engine.Embedded.Processing;
using EventLogDemo.Engine.Embedded.Services;
using EventLogDemo.Engine.Embedded.Sqlite;
using EventLogDemo.Engine.Embedded.Store;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Stepping;
using Microsoft.Extensions.Logging;

namespace EventLogDemo.Engine.Environments;

/// <summary>The parts of an embedded pipeline, connected and open, but not driven yet: each gets a thread, or a simulation drives all.</summary>
internal sealed class EmbeddedParts : IDisposable
{
    private readonly EmbeddedStorage _storage;

    private EmbeddedParts(
        EmbeddedStorage storage, PipelineOptions options, StepClock clock, ILoggerFactory loggers, Action<CrashPoint>? atPoint)
    {
        _storage = storage;
        Log = new EmbeddedLog(storage, options.PartitionCount, clock, options.RequestTimeout, atPoint);
        Store = new EmbeddedStore(storage, options.PartitionCount, clock, options.RequestTimeout);
        ServicePart coordinator = new(ServiceNames.Flink, new Uri("embedded:///flink"), clock);
        ServicePart workers = new(ServiceNames.FlinkTaskManager, new Uri("embedded:///flink-taskmanager"), clock);
        Processor = new EmbeddedProcessor(Log, Store, coordinator, workers, options.CheckpointInterval, atPoint);
        Board = new ServiceBoard(
            [Log, new ProcessorService(Processor, coordinator), new ProcessorService(Processor, workers), Store],
            loggers.CreateLogger<ServiceBoard>());
        Host = new EmbeddedServiceHost(Board, clock.TimeProvider, loggers.CreateLogger<EmbeddedServiceHost>());
        Ports = new PipelinePorts(Log, new EmbeddedProcessorPort(Processor, clock, options.RequestTimeout), Store, Host);
    }

    public EmbeddedLog Log { get; }

    public EmbeddedStore Store { get; }

    public EmbeddedProcessor Processor { get; }

    public EmbeddedServiceHost Host { get; }

    public PipelinePorts Ports { get; }

    /// <summary>The board behind <see cref="Host"/>, for a simulation that acts on the services between two steps.</summary>
    public ServiceBoard Board { get; }

    /// <summary>Connects the parts and starts every service. Takes ownership of the storage.</summary>
    public static EmbeddedParts Open(
        EmbeddedStorage storage,
        PipelineOptions options,
        StepClock clock,
        ILoggerFactory loggers,
        Action<CrashPoint>? atPoint = null)
    {
        EmbeddedParts parts = new(storage, options, clock, loggers, atPoint);
        try
        {
            parts.Board.StartAll();
            return parts;
        }
        catch (Exception failure)
        {
            Closing.After(failure, parts.Dispose);
            throw;
        }
    }

    /// <summary>Finishes work in progress and closes every file.</summary>
    public void Dispose() => Closing.All(
        [
            .. Board.Services.Select(service => (Action)(() => ServiceBoard.Act(service, ServiceAction.Stop))),
            Processor.Dispose,
            Log.Dispose,
            Store.Dispose,
            Host.Dispose,
            _storage.Dispose,
        ]);
}
