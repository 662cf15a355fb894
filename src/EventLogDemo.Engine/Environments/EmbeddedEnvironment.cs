using EventLogDemo.Engine.Embedded;
using EventLogDemo.Engine.Embedded.Sqlite;
using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Metrics;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Stepping;
using Microsoft.Extensions.Logging;

namespace EventLogDemo.Engine.Environments;

/// <summary>Creates and opens pipelines whose parts run in this process and whose data is in one folder.</summary>
/// <param name="time">The clock of all parts.</param>
public sealed partial class EmbeddedEnvironment(TimeProvider time) : IPipelineEnvironment
{
    /// <summary>Name of the environment.</summary>
    public const string Name = "Embedded";

    internal static EnvironmentEntry Entry { get; } = new()
    {
        Name = Name,
        Description = "Everything in this process, data in one folder: no Docker, no network",
        Configure = (_, time) => new EmbeddedEnvironment(time),
        NotApplicable = new Dictionary<string, string> { ["Configuration"] = "everything is in this process" },
    };

    /// <summary>Called at the moments where a crash would be worst; for tests that kill the process there.</summary>
    internal Action<CrashPoint>? AtPoint { get; init; }

    /// <summary>Creates a pipeline and starts it.</summary>
    /// <param name="options">The options of the new pipeline.</param>
    /// <param name="progress">Receives what is being done.</param>
    /// <param name="cancellationToken">Cancels the start; nothing is left behind.</param>
    /// <exception cref="OptionRangeException">A value is outside its range.</exception>
    /// <exception cref="PipelineNameException">The name is not a valid pipeline name.</exception>
    /// <exception cref="DataFolderNotEmptyException">The folder holds data.</exception>
    /// <exception cref="DataFolderInUseException">Another process owns the folder.</exception>
    /// <exception cref="DataFolderAccessException">The folder cannot be created or written.</exception>
    /// <exception cref="DiskSpaceException">Too little free disk space.</exception>
    public Task<Pipeline> StartAsync(PipelineOptions options, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        options.Validate();
        StepClock clock = new(time);
        DateTimeOffset now = clock.Now().Utc;
        Guid id = Guid.CreateVersion7(now);
        string folder = options.Path is { } path ? Path.GetFullPath(path) : StateFolders.New(options.Name, id);
        return Task.Run(
            () =>
            {
                progress?.Report("Preparing the data folder");
                DataFolder owned = DataFolder.Create(folder, options.DiskFloorBytes);
                return Open(
                    owned,
                    () =>
                    {
                        AtPoint?.Invoke(CrashPoint.FolderOwned);
                        PipelineManifest manifest = PipelineManifest.New(Name, options, id, now) with
                        {
                            KeepsData = options.Path is not null,
                            IsStarting = true,
                        };
                        owned.WriteManifest(manifest);
                        AtPoint?.Invoke(CrashPoint.ManifestWritten);
                        return manifest;
                    },
                    options,
                    new PipelineEnd { DeletesData = options.Path is null },
                    clock,
                    progress,
                    cancellationToken);
            },
            cancellationToken);
    }

    /// <summary>Opens the pipeline of a folder, after a clean stop or after its process was killed.</summary>
    /// <param name="place">The folder.</param>
    /// <param name="options">Intervals, limits and an alias; name, partitions and bucket size come from the folder.</param>
    /// <param name="progress">Receives what is being done.</param>
    /// <param name="cancellationToken">Cancels the call; the folder stays as it was.</param>
    /// <exception cref="DataFolderNotFoundException">The folder holds no pipeline.</exception>
    /// <exception cref="DataFolderInUseException">Another process owns the folder.</exception>
    /// <exception cref="DataFormatException">A newer version created it.</exception>
    /// <exception cref="DataCorruptException">A file of it is damaged.</exception>
    /// <exception cref="DiskSpaceException">Too little free disk space.</exception>
    public Task<Pipeline> ConnectAsync(
        string place, PipelineOptions options, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        StepClock clock = new(time);
        string folder = Path.GetFullPath(place);
        return Task.Run(
            () =>
            {
                progress?.Report("Checking the data folder");
                DataFolder owned = DataFolder.Open(folder, options.DiskFloorBytes);
                return Open(
                    owned,
                    () =>
                    {
                        PipelineManifest manifest = owned.ReadManifest();
                        // Completes a start that was killed: there is nothing to be damaged yet.
                        if (!manifest.IsStarting || owned.HasLedgers)
                        {
                            FolderCheck.Run(owned.Path, manifest.PartitionCount);
                        }

                        return manifest;
                    },
                    options,
                    // A user who names the folder wants to keep its data, even if it was created for one pipeline alone.
                    new PipelineEnd(),
                    clock,
                    progress,
                    cancellationToken);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="DataFolderInUseException">Another process owns the folder.</exception>
    public Task RemoveAsync(string place, IProgress<string>? progress, CancellationToken cancellationToken) =>
        Task.Run(() => DataFolder.Remove(Path.GetFullPath(place)), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<HostCheckResult>> CheckHostAsync(
        string pipeline, IProgress<string>? progress, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<HostCheckResult>>([]);

    private Pipeline Open(
        DataFolder folder,
        Func<PipelineManifest> prepare,
        PipelineOptions options,
        PipelineEnd end,
        StepClock clock,
        IProgress<string>? progress,
        CancellationToken cancellationToken)
    {
        ILoggerFactory? loggers = null;
        EmbeddedParts? parts = null;
        try
        {
            PipelineManifest manifest = prepare();
            PipelineOptions effective = options with
            {
                Name = options.Alias ?? manifest.Name,
                PartitionCount = manifest.PartitionCount,
                BucketSize = manifest.BucketSize,
            };
            effective.Validate();
            loggers = EngineLog.Open(folder.Path);
            cancellationToken.ThrowIfCancellationRequested();
            progress?.Report("Starting kafka, cassandra and flink");
            parts = EmbeddedParts.Open(new FolderStorage(folder.Path), effective, clock, loggers, AtPoint);
            AtPoint?.Invoke(CrashPoint.PartsOpened);
            cancellationToken.ThrowIfCancellationRequested();
            if (manifest.IsStarting)
            {
                manifest = manifest with { IsStarting = false };
                folder.WriteManifest(manifest);
            }

            ILogger logger = loggers.CreateLogger<EmbeddedEnvironment>();
            Opened(logger, effective.Name, manifest.PartitionCount);
            return MetricSampler.AttachTo(new Pipeline(
                manifest, effective, folder.Path, parts.Ports, clock, loggers, new RunningParts(parts, folder, clock, loggers))
            {
                DefaultEnd = end,
            });
        }
        catch (Exception failure)
        {
            Closing.After(failure, () => parts?.Dispose(), () => loggers?.Dispose(), folder.Abandon);
            throw;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Opened {Name} with {PartitionCount} partitions")]
    private static partial void Opened(ILogger logger, string name, int partitionCount);
}
