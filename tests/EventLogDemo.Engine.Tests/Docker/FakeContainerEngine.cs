using System.Runtime.CompilerServices;
using EventLogDemo.Engine.Docker;
using EventLogDemo.Engine.Docker.Containers;

namespace EventLogDemo.Engine.Tests.Docker;

/// <summary>An in-memory container engine that records what was done to the containers.</summary>
internal sealed class FakeContainerEngine : IContainerEngine
{
    public const string Project = "eventlogdemo-test";

    private readonly Dictionary<string, ContainerSnapshot> _containers = [];
    private int _seconds;

    public List<ContainerSummary> Listed { get; } = [];

    public List<string> Acts { get; } = [];

    public List<string> Log { get; } = [];

    /// <summary>Earlier lines, with the time at which they were written.</summary>
    public List<(DateTimeOffset At, string Line)> EarlierLog { get; } = [];

    /// <summary>What starting a container results in.</summary>
    public Func<ContainerSnapshot, ContainerSnapshot> OnStart { get; set; } = container => container with { Status = ContainerStatus.Running };

    /// <summary>How often freezing a container fails before it succeeds.</summary>
    public int FailedFreezes { get; set; }

    /// <summary>Held by a test to make an action last.</summary>
    public SemaphoreSlim Gate { get; } = new(1);

    public static ContainerSummary Summary(
        string service, int number = 1, bool isControllable = true, ContainerStatus status = ContainerStatus.Running) => new(
            $"{service}-{number}-id", $"{Project}-{service}-{number}", service, number, isControllable, "test", status, []);

    public FakeContainerEngine Add(string service, ContainerStatus status = ContainerStatus.Running, bool isControllable = true)
    {
        ContainerSummary summary = Summary(service, isControllable: isControllable, status: status);
        Listed.Add(summary);
        Set(summary.Id, new ContainerSnapshot
        {
            Id = summary.Id, Name = summary.Name, Status = status, StartedAt = NextTime(), Ports = [new PublishedPort("127.0.0.1", 9092, 19092)],
        });
        return this;
    }

    public ContainerSnapshot this[string service] => _containers[$"{service}-1-id"];

    public void Set(string service, Func<ContainerSnapshot, ContainerSnapshot> change) => Set($"{service}-1-id", change(this[service]));

    public void Remove(string service) => _containers.Remove($"{service}-1-id");

    public Task<IReadOnlyList<ContainerSummary>> ListAsync(string project, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ContainerSummary>>(project == Project ? Listed : []);

    public Task<ContainerSnapshot?> InspectAsync(string id, CancellationToken cancellationToken) =>
        Task.FromResult(_containers.GetValueOrDefault(id));

    public Task StartAsync(string id, CancellationToken cancellationToken) =>
        ActAsync("start", id, container => OnStart(container with { StartedAt = NextTime() }), cancellationToken);

    public Task StopAsync(string id, CancellationToken cancellationToken) => ActAsync(
        "stop", id, container => container with { Status = ContainerStatus.Exited, ExitCode = 143, FinishedAt = NextTime() }, cancellationToken);

    public Task KillAsync(string id, CancellationToken cancellationToken) => ActAsync(
        "kill", id, container => container with { Status = ContainerStatus.Exited, ExitCode = 137, FinishedAt = NextTime() }, cancellationToken);

    public Task PauseAsync(string id, CancellationToken cancellationToken) =>
        ActAsync(
            "pause",
            id,
            container => FailedFreezes-- > 0
                ? throw new DockerRequestException("pause a container", "OCI runtime pause failed: unable to freeze: unknown (500)")
                : container with { Status = ContainerStatus.Paused },
            cancellationToken);

    public Task UnpauseAsync(string id, CancellationToken cancellationToken) =>
        ActAsync("unpause", id, container => container with { Status = ContainerStatus.Running }, cancellationToken);

    public async IAsyncEnumerable<string> ReadLogAsync(
        string id, int last, bool follow, DateTimeOffset? since, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        IEnumerable<string> earlier = EarlierLog.Where(entry => since is null || entry.At >= since).Select(entry => entry.Line);
        foreach (string line in earlier.Concat(Log).TakeLast(last))
        {
            yield return line;
        }
    }

    private async Task ActAsync(
        string verb, string id, Func<ContainerSnapshot, ContainerSnapshot> change, CancellationToken cancellationToken)
    {
        await Gate.WaitAsync(cancellationToken);
        try
        {
            Acts.Add($"{verb} {id}");
            Set(id, change(_containers[id]));
        }
        finally
        {
            Gate.Release();
        }
    }

    private void Set(string id, ContainerSnapshot container) => _containers[id] = container;

    private DateTimeOffset NextTime() => new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(++_seconds);
}
