using EventLogDemo.Engine.Docker.Containers;
using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Stepping;

namespace EventLogDemo.Engine.Docker.Services;

/// <summary>The end of a container's log, which an error carries. Reading it has its own time limit.</summary>
internal static class ServiceEvidence
{
    /// <summary>Number of log lines that an error carries.</summary>
    /// <value>20.</value>
    public const int LineCount = 20;

    /// <summary>How long reading may take.</summary>
    /// <value>3 seconds.</value>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);

    // A failing job logs the reason first; the shutdown of its cluster then logs many more lines.
    private const int SearchedLineCount = 1000;

    /// <summary>The last lines of a container's log, or why they cannot be read.</summary>
    public static async Task<IReadOnlyList<string>> ReadTailAsync(
        IContainerEngine engine, string id, int count, DateTimeOffset? since, TimeProvider time, CancellationToken cancellationToken)
    {
        List<string> lines = [];
        try
        {
            await TimeLimit.RunAsync(
                Timeout,
                time,
                async token =>
                {
                    await foreach (string line in engine.ReadLogAsync(id, count, follow: false, since, token).ConfigureAwait(false))
                    {
                        lines.Add(line);
                    }

                    return true;
                },
                () =>
                {
                    lines.Add("(reading the rest of its log took too long)");
                    return false;
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (EngineException failure)
        {
            lines.Add($"(cannot read the rest of its log: {failure.Message})");
        }

        return lines;
    }

    /// <summary>
    /// The last lines since the previous exit of a container. Lines of earlier runs do not count: their cause may have been fixed since.
    /// The exit is the boundary because the start time that Docker reports may be later than the first lines.
    /// </summary>
    /// <exception cref="EngineException">The lines contain a failure that has an error type of its own.</exception>
    public static async Task<IReadOnlyList<string>> ReadRunAsync(
        IContainerEngine engine, string id, ContainerSnapshot before, TimeProvider time, CancellationToken cancellationToken)
    {
        DateTimeOffset? since = before.FinishedAt > DateTimeOffset.UnixEpoch ? before.FinishedAt : null;
        IReadOnlyList<string> lines = await ReadTailAsync(
            engine, id, SearchedLineCount, since, time, cancellationToken).ConfigureAwait(false);
        return JobFailure.Find(lines) is { } known ? throw known : [.. lines.TakeLast(LineCount)];
    }
}
