using System.Globalization;
using EventLogDemo.Engine.Docker.Compose;
using EventLogDemo.Engine.Environments;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Integration.Tests.Pipelines;

[assembly: AssemblyFixture(typeof(DockerStack))]

namespace EventLogDemo.Integration.Tests.Pipelines;

/// <summary>
/// A pipeline on Docker with its own name and ports: started by the first test that needs it, shared by all tests of a run,
/// and removed with its volumes at the end.
/// </summary>
public sealed class DockerStack : IAsyncDisposable
{
    private static readonly TimeSpan UpTimeout = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan DownTimeout = TimeSpan.FromMinutes(4);

    private readonly SemaphoreSlim _gate = new(1);
    private readonly string _home = Directory.CreateTempSubdirectory("eventlogdemo-home-").FullName;
    private readonly string? _homeBefore = Environment.GetEnvironmentVariable(StateFolders.HomeVariable);
    private Pipeline? _pipeline;
    private Exception? _failure;

    public DockerStack() => Environment.SetEnvironmentVariable(StateFolders.HomeVariable, _home);

    /// <summary>Kafka's port on this machine.</summary>
    public int KafkaPort { get; } = RealEngines.FindFreePort();

    /// <summary>Cassandra's port on this machine.</summary>
    public int CassandraPort { get; } = RealEngines.FindFreePort();

    /// <summary>The port of Flink's REST API on this machine.</summary>
    public int FlinkPort { get; } = RealEngines.FindFreePort();

    /// <summary>Name of the pipeline.</summary>
    public string Name { get; } = $"test-{Guid.NewGuid().ToString("N")[..8]}";

    /// <summary>Name of the compose project.</summary>
    public string ProjectName => ComposeArguments.ProjectOf(Name);

    /// <summary>Intervals and limits of the pipeline.</summary>
    public PipelineOptions Options => new() { Name = Name, RequestTimeout = RealEngines.RequestTimeout };

    /// <summary>The environment that starts the pipeline and attaches to it.</summary>
    public DockerEnvironment Environments { get; private set; } = null!;

    /// <summary>The pipeline, with all its services running; a test that needs it is skipped if the machine cannot run it.</summary>
    public async Task<Pipeline> OpenAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_failure is not null)
            {
                throw new InvalidOperationException($"The pipeline did not come up for an earlier test: {_failure.Message}", _failure);
            }

            _pipeline ??= await StartAsync(cancellationToken);
        }
        finally
        {
            _gate.Release();
        }

        // An earlier test may have failed while something was down.
        foreach (string service in _pipeline.Ports.Services.Names.OrderBy(ServiceNames.StartRankOf))
        {
            await _pipeline.Ports.Services.ActAsync(service, ServiceAction.Start, UpTimeout, cancellationToken);
        }

        return _pipeline;
    }

    /// <summary>Takes the pipeline down as <c>Stop-Pipeline</c> does, with its data kept; the next test that opens it restarts it.</summary>
    public async Task DownAsync()
    {
        Pipeline pipeline = _pipeline!;
        _pipeline = null;
        await pipeline.CloseAsync(new PipelineEnd { StopsServices = true }).WaitAsync(DownTimeout, TimeProvider.System);
    }

    /// <summary>Name of a service's container.</summary>
    public string ContainerOf(string service) => $"{ProjectName}-{service}-1";

    /// <summary>Options of a pipeline on Docker with its own ports.</summary>
    public static DockerOptions OptionsFor(string jar, int kafkaPort, int cassandraPort, int flinkPort) => new()
    {
        ComposeFile = RealEngines.ComposeFile,
        JobJars = [jar],
        Variables = new Dictionary<string, string>
        {
            ["EVENTLOGDEMO_KAFKA_PORT"] = kafkaPort.ToString(CultureInfo.InvariantCulture),
            ["EVENTLOGDEMO_CASSANDRA_PORT"] = cassandraPort.ToString(CultureInfo.InvariantCulture),
            ["EVENTLOGDEMO_FLINK_PORT"] = flinkPort.ToString(CultureInfo.InvariantCulture),
            // Most waits of these tests end with a checkpoint. The first-run drill and the audit keep the default.
            ["EVENTLOGDEMO_CHECKPOINT"] = "1s",
        },
    };

    /// <summary>Runs the job's audit on the pipeline, for everything in the topic from the given offsets on.</summary>
    /// <param name="from">The offsets, in partition order.</param>
    /// <returns>Its output; it fails the test unless every record has exactly one row, and every row a record.</returns>
    public Task<string> AuditAsync(IReadOnlyList<long> from) => DockerCli.RunAsync(
        "run", "--rm", "--network", $"{ProjectName}_default", "--volume", $"{RealEngines.JobJar}:/job.jar:ro", "--entrypoint", "java",
        "--env", "EVENTLOGDEMO_KAFKA=kafka:29092", "--env", "EVENTLOGDEMO_CASSANDRA=cassandra:9042", "--env", $"EVENTLOGDEMO_TOPIC={_pipeline!.Manifest.Topic}",
        "--env", "EVENTLOGDEMO_AUDIT_WAIT=120s", "--env", $"EVENTLOGDEMO_AUDIT_FROM={string.Join(',', from)}",
        RealEngines.FlinkImage, "-Xmx256m", "-cp", "/job.jar", "eventlogdemo.audit.EventAudit");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_pipeline is not null)
        {
            await _pipeline.CloseAsync(new PipelineEnd { StopsServices = true, DeletesData = true })
                .WaitAsync(DownTimeout, TimeProvider.System);
        }

        Environment.SetEnvironmentVariable(StateFolders.HomeVariable, _homeBefore);
        Directory.Delete(_home, recursive: true);
        _gate.Dispose();
    }

    private async Task<Pipeline> StartAsync(CancellationToken cancellationToken)
    {
        string jar = RealEngines.FindJobJar();
        (await RealEngines.FindDockerAsync(RealEngines.AllImages, cancellationToken)).Dispose();
        Environments = new DockerEnvironment(OptionsFor(jar, KafkaPort, CassandraPort, FlinkPort), TimeProvider.System);
        using CancellationTokenSource limit = new(UpTimeout, TimeProvider.System);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            return await Environments.StartAsync(Options, progress: null, either.Token);
        }
        catch (Exception failure)
        {
            _failure = failure;
            throw;
        }
    }
}
