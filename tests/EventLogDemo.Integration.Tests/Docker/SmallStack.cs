using System.Globalization;
using System.Net;
using System.Net.Sockets;
using EventLogDemo.Engine.Docker.Compose;
using EventLogDemo.Engine.Docker.Containers;
using EventLogDemo.Engine.Docker.Services;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Integration.Tests.Docker;
using Microsoft.Extensions.Logging.Abstractions;

[assembly: AssemblyFixture(typeof(SmallStack))]

namespace EventLogDemo.Integration.Tests.Docker;

/// <summary>
/// Two compose projects with the same service names, with containers that start immediately: <c>kafka</c> sends <c>ready</c> to every
/// client, some time after its start; <c>flink</c> exits with an error; <c>bystander</c> has not opted in.
/// </summary>
public sealed class SmallStack : IAsyncDisposable
{
    /// <summary>How long <c>kafka</c> takes until it answers.</summary>
    public static readonly TimeSpan StartTime = TimeSpan.FromSeconds(1);

    private const string Definition =
        """
        services:
          kafka:
            image: ${SMALL_IMAGE}
            user: root
            entrypoint: [bash, -c]
            command:
              - |
                echo "hello from kafka"; echo "trouble from kafka" >&2; printf '\033[2J hostile \377\n'; sleep 1
                exec perl -MIO::Socket::INET -e '
                  $$SIG{TERM} = sub { print "bye\n"; exit 0 };
                  $$s = IO::Socket::INET->new(LocalPort => 7000, Listen => 9, ReuseAddr => 1) or die $$!;
                  while (1) { $$c = $$s->accept or next; print $$c "ready\n"; close $$c }'
            ports: ["127.0.0.1:${SMALL_PORT}:7000"]
            stop_grace_period: 15s
            labels: { eventlogdemo.controllable: "true", eventlogdemo.pipeline: small }
          flink:
            image: ${SMALL_IMAGE}
            entrypoint: [bash, -c]
            command: ["echo bad configuration >&2; exit 78"]
            # Never ready: whoever looks in the moment before it ends must not take it for a service that works.
            healthcheck: { test: [CMD, "false"], start_period: 60s }
            labels: { eventlogdemo.controllable: "true" }
          bystander:
            image: ${SMALL_IMAGE}
            entrypoint: [sleep, infinity]
            init: true
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(30);

    private readonly string _folder = Directory.CreateTempSubdirectory("eventlogdemo-small-").FullName;
    private readonly List<ComposeProject> _projects = [];
    private DockerEngine? _engine;
    private bool _isUp;

    internal DockerEngine Engine => _engine!;

    /// <summary>The compose file of both.</summary>
    internal string File => Path.Combine(_folder, "compose.yaml");

    internal ComposeProject Own => _projects[0];

    internal ComposeProject Foreign => _projects[1];

    internal int OwnPort { get; } = RealEngines.FindFreePort();

    private int ForeignPort { get; } = RealEngines.FindFreePort();

    /// <summary>Brings both projects up unless they are up already, or skips the test if the machine cannot.</summary>
    public async Task UpAsync(CancellationToken cancellationToken)
    {
        if (_isUp)
        {
            return;
        }

        using CancellationTokenSource limit = new(Patience, TimeProvider.System);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        if (_projects.Count == 0)
        {
            _engine = await RealEngines.FindDockerAsync([RealEngines.FlinkImage], either.Token);
            await System.IO.File.WriteAllTextAsync(File, Definition, either.Token);
            _projects.Add(NewProject(RealEngines.NewProject(), File, OwnPort));
            _projects.Add(NewProject(RealEngines.NewProject(), File, ForeignPort));
        }

        foreach (ComposeProject project in _projects)
        {
            await project.UpAsync(progress: null, either.Token);
        }

        _isUp = true;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using CancellationTokenSource limit = new(Patience, TimeProvider.System);
        foreach (ComposeProject project in _projects)
        {
            await project.DownAsync(removeVolumes: true, removeImages: false, progress: null, limit.Token);
        }

        _engine?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>The services of our project, with <c>kafka</c> running and, unless another probe is given, answering.</summary>
    internal async Task<DockerServiceHost> OpenAsync(
        CancellationToken cancellationToken, Func<CancellationToken, Task>? probe = null)
    {
        await UpAsync(cancellationToken);
        DockerServiceHost host = await DockerServiceHost.OpenAsync(
            Engine,
            Own.Name,
            new Dictionary<string, Func<CancellationToken, Task>> { ["kafka"] = probe ?? AskAsync },
            ProbeTimeout,
            TimeProvider.System,
            NullLogger.Instance,
            cancellationToken);
        if (probe is null)
        {
            await host.ActAsync("kafka", ServiceAction.Start, Patience, cancellationToken);
        }

        return host;
    }

    internal ComposeProject NewProject(string name, string file, int port) => new(
        name,
        file,
        new Dictionary<string, string>
        {
            ["SMALL_IMAGE"] = RealEngines.FlinkImage, ["SMALL_PORT"] = port.ToString(CultureInfo.InvariantCulture),
        },
        new CommandRunner(),
        Engine,
        TimeProvider.System,
        NullLogger.Instance);

    /// <summary>A working round trip: Docker itself accepts connections for a container that does not listen.</summary>
    private async Task AskAsync(CancellationToken cancellationToken)
    {
        using TcpClient client = new();
        await client.ConnectAsync(IPAddress.Loopback, OwnPort, cancellationToken);
        using StreamReader reader = new(client.GetStream());
        if (await reader.ReadLineAsync(cancellationToken) != "ready")
        {
            throw new IOException("it closed the connection");
        }
    }
}
