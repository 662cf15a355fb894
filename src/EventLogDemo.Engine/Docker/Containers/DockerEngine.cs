using System.Globalization;
using System.Runtime.CompilerServices;
using Docker.DotNet;
using Docker.DotNet.Models;
using Microsoft.Extensions.Logging;
using Version = System.Version;

namespace EventLogDemo.Engine.Docker.Containers;

/// <summary>Docker's engine through its API. Only this type and the ones it is built from know Docker.DotNet.</summary>
internal sealed partial class DockerEngine : IContainerEngine, IDisposable
{
    /// <summary>Oldest supported API version.</summary>
    /// <value>1.41: Docker Engine 20.10.</value>
    public static readonly Version MinApiVersion = new(1, 41);

    private const int BufferSize = 1 << 14;

    private readonly DockerClientConfiguration _configuration;
    private readonly DockerClient _client;
    private readonly ILogger _logger;

    public DockerEngine(Uri endpoint, ILogger logger)
    {
        Endpoint = endpoint;
        _logger = logger;
        _configuration = new DockerClientConfiguration(endpoint);
        // No version is requested: a new engine may not support the oldest version that we do.
        _client = _configuration.CreateClient();
    }

    /// <summary>The engine's address.</summary>
    public Uri Endpoint { get; }

    /// <summary>Version, API version and memory of the engine.</summary>
    public Task<EngineFacts> ReadFactsAsync(CancellationToken cancellationToken) => CallAsync(
        "read its version",
        async () =>
        {
            VersionResponse version = await _client.System.GetVersionAsync(cancellationToken).ConfigureAwait(false);
            SystemInfoResponse info = await _client.System.GetSystemInfoAsync(cancellationToken).ConfigureAwait(false);
            return new EngineFacts(version.Version, version.APIVersion, info.MemTotal, info.OperatingSystem, DockerEndpoint.IsLocal(Endpoint));
        });

    /// <summary>Whether an image is on the engine's machine.</summary>
    public Task<bool> HasImageAsync(string image, CancellationToken cancellationToken) => CallAsync(
        $"look for the image {image}",
        async () =>
        {
            try
            {
                await _client.Images.InspectImageAsync(image, cancellationToken).ConfigureAwait(false);
                return true;
            }
            catch (DockerImageNotFoundException)
            {
                return false;
            }
        });

    /// <summary>Name and project of the container that a port of this machine is forwarded to, or null if there is none.</summary>
    public Task<(string Name, string? Project)?> FindPortHolderAsync(int port, CancellationToken cancellationToken) => CallAsync(
        "list containers",
        async Task<(string, string?)?> () =>
        {
            IList<ContainerListResponse> containers = await _client.Containers.ListContainersAsync(
                new ContainersListParameters(), cancellationToken).ConfigureAwait(false);
            ContainerListResponse? holder = containers.FirstOrDefault(
                container => container.Ports?.Any(published => published.PublicPort == port && published.Type == "tcp") == true);
            return holder is null ? null : (ContainerReading.NameOf(holder), ContainerReading.Label(holder.Labels, ContainerLabels.Project));
        });

    public Task<IReadOnlyList<ContainerSummary>> ListAsync(string project, CancellationToken cancellationToken) => CallAsync(
        $"list the containers of project {project}",
        async Task<IReadOnlyList<ContainerSummary>> () =>
        {
            ContainersListParameters parameters = new() { All = true, Filters = FilterOf(project) };
            IList<ContainerListResponse> found =
                await _client.Containers.ListContainersAsync(parameters, cancellationToken).ConfigureAwait(false);
            return [.. found.Where(ContainerReading.IsOfService).Select(ContainerReading.Summarize)];
        });

    /// <summary>Whether a compose project has volumes, and therefore data.</summary>
    public Task<bool> HasVolumesAsync(string project, CancellationToken cancellationToken) => CallAsync(
        $"list the volumes of project {project}",
        async () =>
        {
            VolumesListParameters parameters = new() { Filters = FilterOf(project) };
            VolumesListResponse found = await _client.Volumes.ListAsync(parameters, cancellationToken).ConfigureAwait(false);
            return found.Volumes is { Count: > 0 };
        });

    public Task<ContainerSnapshot?> InspectAsync(string id, CancellationToken cancellationToken) => CallAsync(
        "inspect a container",
        async () =>
        {
            try
            {
                return ContainerReading.Read(await _client.Containers.InspectContainerAsync(id, cancellationToken).ConfigureAwait(false));
            }
            catch (DockerContainerNotFoundException)
            {
                return null;
            }
        });

    public async Task StartAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            await ActAsync(
                "start", id, () => _client.Containers.StartContainerAsync(id, new ContainerStartParameters(), cancellationToken))
                .ConfigureAwait(false);
        }
        catch (DockerRequestException refusal) when (DockerFailure.FindTakenPort(refusal.Answer) is { } port)
        {
            (string Name, string? Project)? holder = await FindPortHolderAsync(port, cancellationToken).ConfigureAwait(false);
            string service = (await InspectAsync(id, cancellationToken).ConfigureAwait(false))?.Name ?? id;
            throw new PortInUseException(service, port, holder is { Name: var name } ? $"container '{name}'" : null);
        }
    }

    public Task StopAsync(string id, CancellationToken cancellationToken) => ActAsync(
        "stop", id, () => _client.Containers.StopContainerAsync(id, new ContainerStopParameters(), cancellationToken));

    public Task KillAsync(string id, CancellationToken cancellationToken) => ActAsync(
        "kill",
        id,
        async () =>
        {
            await _client.Containers.KillContainerAsync(id, new ContainerKillParameters { Signal = "KILL" }, cancellationToken)
                .ConfigureAwait(false);
            await _client.Containers.WaitContainerAsync(id, cancellationToken).ConfigureAwait(false);
        });

    public Task PauseAsync(string id, CancellationToken cancellationToken) => ActAsync(
        "pause", id, () => _client.Containers.PauseContainerAsync(id, cancellationToken));

    public Task UnpauseAsync(string id, CancellationToken cancellationToken) => ActAsync(
        "unpause", id, () => _client.Containers.UnpauseContainerAsync(id, cancellationToken));

    public async IAsyncEnumerable<string> ReadLogAsync(
        string id, int last, bool follow, DateTimeOffset? since, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ContainerLogsParameters parameters = new()
        {
            ShowStdout = true,
            ShowStderr = true,
            Tail = last.ToString(CultureInfo.InvariantCulture),
            Follow = follow,
            Since = since is { } time ? SecondsOf(time) : null,
        };
        using MultiplexedStream stream = await CallAsync(
            "read a log",
            async () =>
            {
                ContainerInspectResponse container =
                    await _client.Containers.InspectContainerAsync(id, cancellationToken).ConfigureAwait(false);
                return await _client.Containers.GetContainerLogsAsync(id, container.Config.Tty, parameters, cancellationToken)
                    .ConfigureAwait(false);
            }).ConfigureAwait(false);

        LogLines lines = new();
        byte[] buffer = new byte[BufferSize];
        while (true)
        {
            MultiplexedStream.ReadResult read = await CallAsync(
                "read a log", () => stream.ReadOutputAsync(buffer, 0, buffer.Length, cancellationToken)).ConfigureAwait(false);
            foreach (string line in read.EOF ? lines.Finish() : lines.Add((int)read.Target, buffer.AsSpan(0, read.Count)))
            {
                yield return line;
            }

            if (read.EOF)
            {
                yield break;
            }
        }
    }

    public void Dispose()
    {
        _client.Dispose();
        _configuration.Dispose();
    }

    /// <summary>A time in the format of Docker's queries: seconds since the Unix epoch, with a fraction.</summary>
    internal static string SecondsOf(DateTimeOffset time)
    {
        long ticks = time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks;
        return string.Create(
            CultureInfo.InvariantCulture, $"{ticks / TimeSpan.TicksPerSecond}.{ticks % TimeSpan.TicksPerSecond:0000000}");
    }

    private static Dictionary<string, IDictionary<string, bool>> FilterOf(string project) => new()
    {
        ["label"] = new Dictionary<string, bool> { [$"{ContainerLabels.Project}={project}"] = true },
    };

    private async Task ActAsync(string verb, string id, Func<Task> act)
    {
        LogAction(verb, id);
        await CallAsync(
            $"{verb} a container",
            async () =>
            {
                await act().ConfigureAwait(false);
                return true;
            }).ConfigureAwait(false);
    }

    private async Task<T> CallAsync<T>(string attempted, Func<Task<T>> call)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (Exception failure) when (DockerFailure.Describe(failure, Endpoint, attempted) is { } described)
        {
            throw described;
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Docker: {Verb} {Id}")]
    private partial void LogAction(string verb, string id);
}

/// <summary>Properties of Docker's engine.</summary>
/// <param name="Version">Its version.</param>
/// <param name="ApiVersion">Version of its API.</param>
/// <param name="MemoryBytes">Memory of the real or virtual machine that it runs on.</param>
/// <param name="System">Operating system of that machine.</param>
/// <param name="IsLocal">Whether it publishes ports on this machine.</param>
internal sealed record EngineFacts(string Version, string ApiVersion, long MemoryBytes, string System, bool IsLocal);
