using EventLogDemo.Engine.Kafka;
using EventLogDemo.Engine.Metrics;
using EventLogDemo.Engine.Net;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Stepping;
using Microsoft.Extensions.Logging;

namespace EventLogDemo.Engine.Environments;

/// <summary>
/// Pipelines on existing clusters. The clusters are not changed: events are written and read, and services are controlled only through
/// hooks that the user has configured. Counts start at the end of the topic as of the pipeline's start.
/// </summary>
/// <param name="clusters">The clusters.</param>
/// <param name="time">The clock of all parts.</param>
public sealed partial class ExternalEnvironment(ClusterOptions clusters, TimeProvider time) : IPipelineEnvironment
{
    /// <summary>Name of the environment.</summary>
    public const string Name = "External";

    private static readonly TimeSpan FirstAnswerTimeout = TimeSpan.FromSeconds(8);

    internal static EnvironmentEntry Entry { get; } = new()
    {
        Name = Name,
        Description = "Existing Kafka, Flink and Cassandra clusters, named by a configuration",
        Configure = (options, time) => new ExternalEnvironment((ClusterOptions)options!, time),
        OptionsType = typeof(ClusterOptions),
        NeedsConfiguration = true,
        NotApplicable = new Dictionary<string, string>
        {
            [nameof(PipelineOptions.BucketSize)] = "the job determines it: set Cassandra.BucketSize in the configuration",
        },
        NeedsConsent = true,
        KeepsServicesRunning = true,
    };

    /// <summary>Starts a pipeline: checks the clusters and records the topic's end offsets.</summary>
    /// <param name="options">The options of the new pipeline; the number of partitions is the topic's.</param>
    /// <param name="progress">Receives what is being done.</param>
    /// <param name="cancellationToken">Cancels the start; nothing is left behind.</param>
    /// <exception cref="TopicMissingException">The topic does not exist, and the options do not say to create it.</exception>
    /// <exception cref="AuthenticationFailedException">A cluster refused the login.</exception>
    /// <exception cref="TlsFailedException">A cluster's certificate is not trusted, or the cluster refused ours.</exception>
    /// <exception cref="ServiceUnavailableException">A cluster cannot be reached.</exception>
    /// <exception cref="DataFolderNotEmptyException">The folder holds data.</exception>
    public async Task<Pipeline> StartAsync(PipelineOptions options, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        options.Validate();
        DateTimeOffset now = time.GetUtcNow();
        Guid id = Guid.CreateVersion7(now);
        string folder = options.Path is { } path ? Path.GetFullPath(path) : StateFolders.New(options.Name, id);
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
        {
            throw new DataFolderNotEmptyException(folder);
        }

        StateFolders.Create(folder);
        try
        {
            using ILoggerFactory loggers = LoggerFactory.Create(_ => { });
            progress?.Report($"kafka: looking up the topic {clusters.Topic}");
            TopicFacts topic = await FindTopicAsync(options, loggers, cancellationToken).ConfigureAwait(false);
            PipelineManifest manifest = PipelineManifest.New(
                Name, options with { PartitionCount = topic.PartitionCount, BucketSize = clusters.BucketSize ?? options.BucketSize }, id, now) with
            {
                Topic = clusters.Topic,
                TopicId = topic.Id,
                OriginOffsets = await ReadEndsAsync(topic.PartitionCount, options.RequestTimeout, loggers, cancellationToken).ConfigureAwait(false),
            };
            ManifestFile.Write(folder, manifest);
            return await OpenAsync(folder, manifest, options, progress, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            Closing.After(failure, () => StateFolders.Delete(folder));
            throw;
        }
    }

    /// <summary>Opens a pipeline that was started before, with its origins and its ledgers.</summary>
    /// <param name="place">Folder of its state.</param>
    /// <param name="options">Intervals and limits.</param>
    /// <param name="progress">Receives what is being done.</param>
    /// <param name="cancellationToken">Cancels the call; the folder stays as it was.</param>
    /// <exception cref="DataFolderNotFoundException">The folder holds no pipeline.</exception>
    /// <exception cref="TopicMissingException">The topic has been deleted.</exception>
    /// <exception cref="TopicReplacedException">The topic has been deleted and created again.</exception>
    public async Task<Pipeline> ConnectAsync(
        string place, PipelineOptions options, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        string folder = Path.GetFullPath(place);
        PipelineManifest manifest = ManifestFile.Read(folder);
        progress?.Report($"kafka: looking up the topic {manifest.Topic}");
        using ILoggerFactory loggers = LoggerFactory.Create(_ => { });
        TopicFacts topic = await AskTopicAsync(
            manifest.Topic, options, loggers, found => found.DescribeAsync(cancellationToken)).ConfigureAwait(false);
        return topic.Id == manifest.TopicId
            ? await OpenAsync(folder, manifest, options, progress, cancellationToken).ConfigureAwait(false)
            : throw new TopicReplacedException(manifest.Topic);
    }

    /// <inheritdoc/>
    /// <remarks>Removes only what this machine keeps of it: clusters, topic and rows stay.</remarks>
    public Task RemoveAsync(string place, IProgress<string>? progress, CancellationToken cancellationToken) =>
        Task.Run(() => StateFolders.Delete(Path.GetFullPath(place)), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<HostCheckResult>> CheckHostAsync(
        string pipeline, IProgress<string>? progress, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<HostCheckResult>>([]);

    private async Task<Pipeline> OpenAsync(
        string folder, PipelineManifest manifest, PipelineOptions options, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        PipelineOptions effective = options with
        {
            Name = options.Alias ?? manifest.Name,
            PartitionCount = manifest.PartitionCount,
            BucketSize = manifest.BucketSize,
        };
        StepClock clock = new(time);
        ILoggerFactory loggers = EngineLog.Open(folder, isShared: true);
        ClusterPorts? ports = null;
        try
        {
            ports = new ClusterPorts(clusters, manifest, effective.RequestTimeout, folder, clock, loggers, restartJob: null);
            foreach ((string service, Func<CancellationToken, Task> probe) in ports.Probes)
            {
                progress?.Report($"{service}: checking that it works");
                await FirstAnswerAsync(probe, cancellationToken).ConfigureAwait(false);
            }

            await ports.CheckSchemaAsync(cancellationToken).ConfigureAwait(false);

            ObservedServiceHost services = new(
                ports.Probes, Endpoints(), clusters.Hooks, effective.RequestTimeout, time, loggers.CreateLogger<ObservedServiceHost>());
            ILogger logger = loggers.CreateLogger<ExternalEnvironment>();
            Opened(logger, effective.Name, manifest.Topic);
            return MetricSampler.AttachTo(new Pipeline(
                manifest,
                effective,
                folder,
                new PipelinePorts(ports.Log, ports.Processor, ports.Store, services),
                clock,
                loggers,
                new ClusterParts(ports, [services], folder, _ => Task.CompletedTask)));
        }
        catch (Exception failure)
        {
            await Closing.AfterAsync(
                failure, () => ports?.DisposeAsync() ?? ValueTask.CompletedTask, Closing.Of(loggers)).ConfigureAwait(false);
            throw;
        }
    }

    // The first response of a distant cluster takes longer than later ones: names, TLS, logins, and a list of its nodes.
    private async Task FirstAnswerAsync(Func<CancellationToken, Task> probe, CancellationToken cancellationToken)
    {
        long begun = time.GetTimestamp();
        while (true)
        {
            try
            {
                await probe(cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (ServiceTimeoutException) when (time.GetElapsedTime(begun) < FirstAnswerTimeout)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    // The client is used for a single request: another one would have to find the cluster again.
    private static TimeSpan FirstTimeout(TimeSpan requestTimeout) => requestTimeout > FirstAnswerTimeout ? requestTimeout : FirstAnswerTimeout;

    private Task<TopicFacts> FindTopicAsync(PipelineOptions options, ILoggerFactory loggers, CancellationToken cancellationToken) =>
        AskTopicAsync(clusters.Topic, options, loggers, topic => clusters.CreateWithReplicas is { } replicas
            ? topic.EnsureAsync(
                new TopicSettings { PartitionCount = options.PartitionCount, ReplicationFactor = replicas, Retention = clusters.Retention },
                cancellationToken)
            : topic.DescribeAsync(cancellationToken));

    private async Task<TopicFacts> AskTopicAsync(
        string name, PipelineOptions options, ILoggerFactory loggers, Func<KafkaTopic, Task<TopicFacts>> ask)
    {
        using KafkaAdmin admin = new(clusters.Kafka, time, loggers.CreateLogger<KafkaAdmin>());
        return await ask(new KafkaTopic(admin, name, FirstTimeout(options.RequestTimeout), time)).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<long>> ReadEndsAsync(
        int partitionCount, TimeSpan requestTimeout, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        KafkaLogOptions options = new() { Topic = clusters.Topic, PartitionCount = partitionCount, RequestTimeout = FirstTimeout(requestTimeout) };
        KafkaLog log = new(clusters.Kafka, options, time, loggers);
        await using (log.ConfigureAwait(false))
        {
            return await log.GetEndOffsetsAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private Dictionary<string, Uri> Endpoints() => new()
    {
        [ServiceNames.Kafka] = clusters.Kafka.Endpoint,
        [ServiceNames.Flink] = clusters.Flink.Endpoint,
        [ServiceNames.FlinkTaskManager] = clusters.Flink.Endpoint,
        [ServiceNames.Cassandra] = clusters.Cassandra.Endpoint,
    };

    [LoggerMessage(Level = LogLevel.Information, Message = "Opened {Name} on the topic {Topic}")]
    private static partial void Opened(ILogger logger, string name, string topic);
}
