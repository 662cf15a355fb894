using EventLogDemo.Engine.Docker.Containers;
using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Stepping;

namespace EventLogDemo.Engine.Docker.Services;

/// <summary>Whether a service answers, and the wait until it does.</summary>
internal sealed class ServiceReadiness(
    IContainerEngine engine,
    Func<DockerService, CancellationToken, Task<ContainerSnapshot?>> look,
    TimeSpan probeTimeout,
    TimeProvider time)
{
    /// <summary>Lines of a log that an error carries.</summary>
    /// <value>20.</value>
    public const int LogLineCount = 20;

    // A job that gives up says why, and then its cluster takes leave at length.
    private const int SearchedLineCount = 1000;

    // The rest is for whoever catches the error.
    private const double ShareForLog = 0.8;

    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <summary>Why a running container does not answer, or null when it does or is not running.</summary>
    public async Task<string?> AskAsync(DockerService service, ContainerSnapshot? container, CancellationToken cancellationToken)
    {
        if (container is not { Status: ContainerStatus.Running })
        {
            return null;
        }

        if (service.Probe is null)
        {
            return container.Health is null or "healthy" ? null : $"its health check says '{container.Health}'";
        }

        using TimeLimit either = new(probeTimeout, time, cancellationToken);
        try
        {
            // Waited for and not only cancelled: not every client gives up when it is told to.
            await service.Probe(either.Token).WaitAsync(either.Token).ConfigureAwait(false);
            return null;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException)
        {
            return $"it did not answer within {probeTimeout.TotalSeconds:0.###} s";
        }
#pragma warning disable CA1031 // a client's failure, of whatever type, is the answer to the question
        catch (Exception failure)
#pragma warning restore CA1031
        {
            return failure.Message;
        }
    }

    /// <summary>Sets a service going and waits until it answers. One that ends is started again by Docker, and may come up then.</summary>
    /// <param name="service">The service.</param>
    /// <param name="before">Its container as it was found.</param>
    /// <param name="attempted">What the errors call it.</param>
    /// <param name="deadline">Longest wait.</param>
    /// <param name="begin">Sets the container going.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StoreSchemaException">It is the job, and the tables in the store are not its own.</exception>
    /// <exception cref="ServiceExitedException">It ended instead.</exception>
    /// <exception cref="ServiceNotReadyException">It did not in time.</exception>
    public async Task WaitAsync(
        DockerService service,
        ContainerSnapshot before,
        string attempted,
        Deadline deadline,
        Func<CancellationToken, Task> begin,
        CancellationToken cancellationToken)
    {
        using TimeLimit limit = deadline.LimitBeforeReserve(cancellationToken);
        string finding = "Docker has not set it going yet";
        bool hasBegun = false;
        DateTimeOffset lastEnd = before.FinishedAt;
        try
        {
            await begin(limit.Token).ConfigureAwait(false);
            hasBegun = true;
            while (true)
            {
                ContainerSnapshot? container = await look(service, limit.Token).ConfigureAwait(false);
                if (container is null)
                {
                    throw new ServiceUnavailableException(service.Name, endpoint: null, $"{attempted}, for its container has been removed");
                }

                if (container.IsDown)
                {
                    IReadOnlyList<string> lines = await ReadRunAsync(service, before, LongestLook, cancellationToken).ConfigureAwait(false);
                    throw new ServiceExitedException(service.Name, attempted, container.ExitCode, ContainerStates.ReasonOf(container), lines);
                }

                if (container.FinishedAt != lastEnd)
                {
                    await ReadRunAsync(service, before, LongestLook, limit.Token).ConfigureAwait(false);
                }

                lastEnd = container.FinishedAt;
                finding = await AskAsync(service, container, limit.Token).ConfigureAwait(false)
                    ?? (container.Status == ContainerStatus.Running ? "" : $"its container is {container.Status}, after it {ContainerStates.DescribeEnd(container)}");
                if (finding.Length == 0)
                {
                    return;
                }

                await Task.Delay(Interval, time, limit.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            TimeSpan longest = deadline.Reserve * ShareForLog;
            IReadOnlyList<string> lines = hasBegun
                ? await ReadRunAsync(service, before, longest, cancellationToken).ConfigureAwait(false)
                : await ReadTailAsync(engine, service.Id, LogLineCount, since: null, longest, time, cancellationToken).ConfigureAwait(false);
            throw new ServiceNotReadyException(service.Name, attempted, deadline.Elapsed, finding, lines);
        }
    }

    /// <summary>The last lines of a container's log, or why they cannot be had.</summary>
    public static async Task<IReadOnlyList<string>> ReadTailAsync(
        IContainerEngine engine,
        string id,
        int count,
        DateTimeOffset? since,
        TimeSpan longest,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        using TimeLimit either = new(longest, time, cancellationToken);
        List<string> lines = [];
        try
        {
            await foreach (string line in engine.ReadLogAsync(id, count, follow: false, since, either.Token).ConfigureAwait(false))
            {
                lines.Add(line);
            }
        }
        catch (Exception failure) when (failure is EngineException
            || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            lines.Add($"(its log could not be read further: {failure.Message})");
        }

        return lines;
    }

    // The last lines since the container was found, unless they tell an error of its own. What the run before said does not count:
    // somebody may have mended it since. That run's end is the border, for Docker's time of a start may be later than the first lines.
    private async Task<IReadOnlyList<string>> ReadRunAsync(
        DockerService service, ContainerSnapshot before, TimeSpan longest, CancellationToken cancellationToken)
    {
        DateTimeOffset? since = before.FinishedAt > DateTimeOffset.UnixEpoch ? before.FinishedAt : null;
        IReadOnlyList<string> lines = await ReadTailAsync(
            engine, service.Id, SearchedLineCount, since, longest, time, cancellationToken).ConfigureAwait(false);
        return JobFailure.Find(lines) is { } known ? throw known : [.. lines.TakeLast(LogLineCount)];
    }
}
