using System.Globalization;
using EventLogDemo.Engine.Docker.Compose;
using EventLogDemo.Engine.Docker.Containers;
using EventLogDemo.Integration.Tests;
using Microsoft.Extensions.Logging.Abstractions;

[assembly: AssemblyFixture(typeof(ComposeStack))]

namespace EventLogDemo.Integration.Tests;

/// <summary>
/// <c>compose/compose.yaml</c>, up under a name and on ports of its own: started by the first test that asks for it, shared by all of
/// a run, and removed with its volumes at its end.
/// </summary>
public sealed class ComposeStack : IAsyncDisposable
{
    private static readonly TimeSpan LongestUp = TimeSpan.FromMinutes(8);
    private static readonly TimeSpan LongestDown = TimeSpan.FromMinutes(4);

    private readonly SemaphoreSlim _gate = new(1);
    private DockerEngine? _engine;
    private ComposeProject? _project;
    private Exception? _failure;
    private bool _isUp;

    /// <summary>Kafka's port on this machine.</summary>
    public int KafkaPort { get; } = RealEngines.FindFreePort();

    /// <summary>Cassandra's port on this machine.</summary>
    public int CassandraPort { get; } = RealEngines.FindFreePort();

    /// <summary>The port of Flink's REST API on this machine.</summary>
    public int FlinkPort { get; } = RealEngines.FindFreePort();

    /// <summary>Name of the compose project.</summary>
    public string ProjectName { get; } = RealEngines.NewProject();

    /// <summary>Topic that the job reads.</summary>
    public string Topic { get; } = $"test-{Guid.NewGuid().ToString("N")[..8]}";

    internal DockerEngine Engine => _engine ?? throw new InvalidOperationException("Ask for the stack with UpAsync first.");

    internal ComposeProject Project => _project ?? throw new InvalidOperationException("Ask for the stack with UpAsync first.");

    /// <summary>Brings the stack up unless it is, or skips the test where the machine cannot.</summary>
    public async Task UpAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_failure is not null)
            {
                throw new InvalidOperationException($"The stack did not come up for an earlier test: {_failure.Message}", _failure);
            }

            if (!_isUp)
            {
                await StartAsync(cancellationToken);
                _isUp = true;
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_project is not null)
        {
            using CancellationTokenSource limit = new(LongestDown, TimeProvider.System);
            await _project.DownAsync(removeVolumes: true, removeImages: false, progress: null, limit.Token);
        }

        _engine?.Dispose();
        _gate.Dispose();
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        string jar = RealEngines.FindJobJar();
        _engine ??= await RealEngines.FindDockerAsync(
            [RealEngines.KafkaImage, RealEngines.CassandraImage, RealEngines.FlinkImage], cancellationToken);
        _project = new ComposeProject(
            ProjectName,
            Path.Combine(RealEngines.Root, RealEngines.ComposeFile),
            new Dictionary<string, string>
            {
                ["EVENTLOGDEMO_PIPELINE"] = ProjectName,
                ["EVENTLOGDEMO_KAFKA_PORT"] = KafkaPort.ToString(CultureInfo.InvariantCulture),
                ["EVENTLOGDEMO_CASSANDRA_PORT"] = CassandraPort.ToString(CultureInfo.InvariantCulture),
                ["EVENTLOGDEMO_FLINK_PORT"] = FlinkPort.ToString(CultureInfo.InvariantCulture),
                ["EVENTLOGDEMO_JOB_JAR"] = jar,
                ["EVENTLOGDEMO_TOPIC"] = Topic,
                ["EVENTLOGDEMO_GROUP"] = Topic,
            },
            new CommandRunner(),
            _engine,
            TimeProvider.System,
            NullLogger.Instance);
        using CancellationTokenSource limit = new(LongestUp, TimeProvider.System);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            await _project.UpAsync(progress: null, either.Token);
        }
        catch (Exception failure)
        {
            _failure = failure;
            throw;
        }
    }
}
