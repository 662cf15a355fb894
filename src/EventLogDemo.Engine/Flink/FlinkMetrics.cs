using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace EventLogDemo.Engine.Flink;

/// <summary>Reads metrics of a job through the REST API. Vertices and metric names are looked up once per job, as they do not change.</summary>
internal sealed partial class FlinkMetrics(FlinkRest rest)
{
    private const string Attempted = "read the job's metrics";

    // A task that is busy for more than this share of its time is saturated.
    private const double Busy = 0.95;

    // Flink's server rejects a URL longer than 4 kB.
    private const int MetricsPerRequest = 32;

    private readonly ConcurrentDictionary<string, IReadOnlyList<VertexResponse>> _vertices = [];
    private readonly ConcurrentDictionary<string, IReadOnlyList<SinkMetrics>> _sinks = [];
    private readonly StoreWait _wait = new();

    /// <summary>Restarts since the job was created, or null when the coordinator does not report them yet.</summary>
    public async Task<long?> ReadRestartsAsync(string job, CancellationToken cancellationToken)
    {
        IReadOnlyList<MetricResponse> response = await rest.GetAsync<IReadOnlyList<MetricResponse>>(
            $"jobs/{job}/metrics?get=numRestarts", Attempted, cancellationToken).ConfigureAwait(false);
        return response is [{ Value: { } value }, ..] && long.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out long restarts)
            ? restarts
            : null;
    }

    /// <summary>
    /// Whether the job waits for the store. A writer that is chained to the source causes no back-pressure upstream: the wait then shows
    /// as a task that is busy all the time, averaged by Flink over a minute, and sooner as rows that are only retried.
    /// </summary>
    public async Task<bool> IsBackPressuredAsync(string job, CancellationToken cancellationToken)
    {
        if (_wait.Observe(job, await ReadSinkAsync(job, cancellationToken).ConfigureAwait(false)))
        {
            return true;
        }

        IReadOnlyList<VertexResponse> vertices = await VerticesAsync(job, cancellationToken).ConfigureAwait(false);
        BackPressureResponse[] responses = await Task.WhenAll(
            vertices.Select(vertex => BackPressureAsync(job, vertex.Id, cancellationToken))).ConfigureAwait(false);
        bool isChained = vertices.Count == 1;
        return responses.SelectMany(response => response.Subtasks ?? []).Any(
            subtask => subtask.Level is "low" or "high" || (isChained && RatioOf(subtask.BusyRatio) >= Busy));
    }

    /// <summary>The sink's counters, summed over its subtasks; null when they do not exist yet.</summary>
    public async Task<SinkCounters?> ReadSinkAsync(string job, CancellationToken cancellationToken)
    {
        IReadOnlyList<SinkMetrics> sinks = await SinksAsync(job, cancellationToken).ConfigureAwait(false);
        if (sinks.Count == 0)
        {
            return null;
        }

        SinkCounters sum = new(0, 0, 0);
        foreach (SinkMetrics sink in sinks)
        {
            IReadOnlyList<MetricResponse> response = await rest.GetAsync<IReadOnlyList<MetricResponse>>(
                $"{sink.Path}?agg=sum&get={Uri.EscapeDataString($"{sink.Prefix}rowsWritten,{sink.Prefix}rowsRetried,{sink.Prefix}deadLetters")}",
                Attempted,
                cancellationToken).ConfigureAwait(false);
            if (response.Count == 0)
            {
                return null;
            }

            sum = new SinkCounters(
                sum.RowsWritten + SumOf(response, sink.Prefix + "rowsWritten"),
                sum.RowsRetried + SumOf(response, sink.Prefix + "rowsRetried"),
                sum.DeadLetters + SumOf(response, sink.Prefix + "deadLetters"));
        }

        return sum;
    }

    /// <summary>By partition, the offset below which the sink has settled every record it received; null when it does not report it.</summary>
    public async Task<IReadOnlyDictionary<int, long>?> ReadSettledAsync(string job, CancellationToken cancellationToken)
    {
        // Read first: every record that the counters include has its offsets in the responses that follow.
        if (await ReadSinkAsync(job, cancellationToken).ConfigureAwait(false) is not { } counters)
        {
            return null;
        }

        Dictionary<int, long> settled = [];
        foreach (SinkMetrics sink in await SinksAsync(job, cancellationToken).ConfigureAwait(false))
        {
            // The names are listed every time: a partition's metric exists from its first record on.
            IReadOnlyList<MetricResponse> names = await rest.GetAsync<IReadOnlyList<MetricResponse>>(
                sink.Path, Attempted, cancellationToken).ConfigureAwait(false);
            foreach (string[] ids in names.Select(metric => metric.Id).Where(id => PartitionOf(id, sink) is not null).Chunk(MetricsPerRequest))
            {
                IReadOnlyList<MetricResponse> response = await rest.GetAsync<IReadOnlyList<MetricResponse>>(
                    $"{sink.Path}?agg=max&get={Uri.EscapeDataString(string.Join(',', ids))}", Attempted, cancellationToken).ConfigureAwait(false);
                foreach (string id in ids)
                {
                    // When one of them has disappeared meanwhile, Flink returns none.
                    if (response.FirstOrDefault(metric => metric.Id == id)?.Max is not { } offset)
                    {
                        return null;
                    }

                    int partition = PartitionOf(id, sink)!.Value;
                    settled[partition] = Math.Max(settled.GetValueOrDefault(partition), (long)offset);
                }
            }
        }

        // A sink that has counted something and reports no offset is of another version.
        return settled.Count > 0 || counters is { RowsWritten: 0, DeadLetters: 0 } ? settled : null;
    }

    private async Task<BackPressureResponse> BackPressureAsync(string job, string vertex, CancellationToken cancellationToken)
    {
        string path = $"jobs/{job}/vertices/{vertex}/backpressure";
        BackPressureResponse first = await rest.GetAsync<BackPressureResponse>(path, Attempted, cancellationToken).ConfigureAwait(false);
        // The first request only starts a measurement, or returns one that is too old.
        return first.Status == "ok"
            ? first
            : await rest.GetAsync<BackPressureResponse>(path, Attempted, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Where the sinks report their counters; empty when they do not yet.</summary>
    private async Task<IReadOnlyList<SinkMetrics>> SinksAsync(string job, CancellationToken cancellationToken)
    {
        if (_sinks.TryGetValue(job, out IReadOnlyList<SinkMetrics>? known))
        {
            return known;
        }

        IReadOnlyList<SinkMetrics> found = await FindSinksAsync(job, cancellationToken).ConfigureAwait(false);
        if (found.Count > 0)
        {
            Remember(_sinks, job, found);
        }

        return found;
    }

    private async Task<IReadOnlyList<SinkMetrics>> FindSinksAsync(string job, CancellationToken cancellationToken)
    {
        const string Suffix = ".rowsWritten";
        List<SinkMetrics> sinks = [];
        foreach (VertexResponse vertex in await VerticesAsync(job, cancellationToken).ConfigureAwait(false))
        {
            string path = $"jobs/{job}/vertices/{vertex.Id}/subtasks/metrics";
            IReadOnlyList<MetricResponse> names = await rest.GetAsync<IReadOnlyList<MetricResponse>>(
                path, Attempted, cancellationToken).ConfigureAwait(false);
            // The counter's name is prefixed with the operator's, in a form that depends on how the sink was translated.
            sinks.AddRange(names
                .Where(metric => metric.Id.EndsWith(Suffix, StringComparison.Ordinal))
                .Select(metric => new SinkMetrics(path, metric.Id[..^(Suffix.Length - 1)])));
        }

        return sinks;
    }

    private async Task<IReadOnlyList<VertexResponse>> VerticesAsync(string job, CancellationToken cancellationToken)
    {
        if (_vertices.TryGetValue(job, out IReadOnlyList<VertexResponse>? known))
        {
            return known;
        }

        JobDetailsResponse details = await rest.GetAsync<JobDetailsResponse>($"jobs/{job}", Attempted, cancellationToken).ConfigureAwait(false);
        Remember(_vertices, job, details.Vertices);
        return details.Vertices;
    }

    /// <summary>Caches a value of the current job; earlier jobs are not queried any more.</summary>
    private static void Remember<T>(ConcurrentDictionary<string, T> known, string job, T value)
    {
        known.Clear();
        known[job] = value;
    }

    private static long SumOf(IReadOnlyList<MetricResponse> response, string id) =>
        (long)(response.FirstOrDefault(metric => metric.Id == id)?.Sum ?? 0);

    // A ratio that was not measured is a string.
    private static double RatioOf(JsonElement ratio) => ratio.ValueKind == JsonValueKind.Number ? ratio.GetDouble() : 0;

    private static int? PartitionOf(string id, SinkMetrics sink) =>
        id.StartsWith(sink.Prefix, StringComparison.Ordinal) && SettledOffset().Match(id[sink.Prefix.Length..]) is { Success: true } match
            ? int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)
            : null;

    [GeneratedRegex(@"\Apartition\.([0-9]{1,9})\.settledOffset\z", RegexOptions.CultureInvariant)]
    private static partial Regex SettledOffset();

    private sealed record SinkMetrics(string Path, string Prefix);
}
