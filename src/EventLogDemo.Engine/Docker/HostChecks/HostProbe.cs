using System.Globalization;
using System.Net;
using System.Net.Sockets;
using EventLogDemo.Engine.Docker.Compose;
using EventLogDemo.Engine.Docker.Containers;
using EventLogDemo.Engine.Docker.Jobs;
using EventLogDemo.Engine.Stepping;

namespace EventLogDemo.Engine.Docker.HostChecks;

/// <summary>Reads the facts from this machine and its Docker.</summary>
/// <param name="engine">Docker, or the error in its address.</param>
/// <param name="runner">Runs <c>docker</c>.</param>
/// <param name="maven">Builds the job.</param>
/// <param name="time">The clock.</param>
internal sealed class HostProbe(Func<DockerEngine> engine, ICommandRunner runner, Maven maven, TimeProvider time) : IHostProbe
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(10);
    private static readonly IReadOnlyDictionary<string, string> NoVariables = new Dictionary<string, string>();

    public async Task<string> ReadCommandVersionAsync(CancellationToken cancellationToken)
    {
        CommandResult result = await RunAsync(["--version"], cancellationToken).ConfigureAwait(false);
        return LastLine(result, "a docker command that does not report its version");
    }

    public async Task<EngineFacts> ReadEngineAsync(CancellationToken cancellationToken)
    {
        DockerEngine docker = engine();
        return await TimeLimit.RunAsync(
            AnswerTimeout,
            time,
            docker.ReadFactsAsync,
            () => throw DockerNotRunningException.NoAnswer(docker.Endpoint, AnswerTimeout),
            cancellationToken).ConfigureAwait(false);
    }

    public async Task<string> ReadComposeVersionAsync(CancellationToken cancellationToken)
    {
        CommandResult result = await RunAsync(ComposeArguments.Version, cancellationToken).ConfigureAwait(false);
        string line = LastLine(result, "it wrote nothing");
        return result.ExitCode == 0 ? line : throw new ComposeMissingException(line);
    }

    public long? ReadFreeMemory() => OperatingSystem.IsLinux() ? ProcFiles.ReadAvailableMemory(File.ReadLines("/proc/meminfo")) : null;

    public async Task<bool> IsRunningAsync(string project, CancellationToken cancellationToken)
    {
        IReadOnlyList<ContainerSummary> containers = await engine().ListAsync(project, cancellationToken).ConfigureAwait(false);
        return containers.Any(container => container.Status is ContainerStatus.Running or ContainerStatus.Paused);
    }

    public async Task<PortHolder?> FindPortHolderAsync(int port, CancellationToken cancellationToken)
    {
        if (await engine().FindPortHolderAsync(port, cancellationToken).ConfigureAwait(false) is var (name, project))
        {
            return new PortHolder($"container '{name}'", project);
        }

        return IsFree(port) ? null
            : new PortHolder(OperatingSystem.IsLinux() ? ProcFiles.FindListener(port) : null, Project: null);
    }

    public Task<bool> HasImageAsync(string image, CancellationToken cancellationToken) => engine().HasImageAsync(image, cancellationToken);

    public Task<string?> FindPullFaultAsync(string image, CancellationToken cancellationToken) => TimeLimit.RunAsync<string?>(
        AnswerTimeout,
        time,
        async token =>
        {
            CommandResult result = await RunAsync(["manifest", "inspect", image], token).ConfigureAwait(false);
            return result.ExitCode == 0 ? null : LastLine(result, "the registry gave no reason");
        },
        () => string.Create(CultureInfo.InvariantCulture, $"its registry did not answer within {AnswerTimeout.TotalSeconds} s"),
        cancellationToken);

    public Task<MavenFacts?> ReadMavenAsync(string project, CancellationToken cancellationToken) => TimeLimit.RunAsync<MavenFacts?>(
        AnswerTimeout, time, async token => await maven.CheckAsync(project, token).ConfigureAwait(false), () => null, cancellationToken);

    public bool HasFile(string path) => File.Exists(path);

    private Task<CommandResult> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        runner.RunAsync(arguments, NoVariables, line: null, cancellationToken);

    private static string LastLine(CommandResult result, string otherwise) => result.Lines.Count > 0 ? result.Lines[^1].Trim() : otherwise;

    private static bool IsFree(int port)
    {
        using TcpListener listener = new(IPAddress.Loopback, port) { ExclusiveAddressUse = true };
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException failure) when (failure.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
        {
            return false;
        }
    }
}
