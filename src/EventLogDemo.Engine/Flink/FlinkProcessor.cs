using EventLogDemo.Engine.Net;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Stepping;

namespace EventLogDemo.Engine.Flink;

/// <summary>
/// The log → store job in Flink, observed and triggered to take checkpoints through its REST API. A cluster that does not respond
/// is an error, not a state; a cluster without the job, or without workers, is <see cref="ProcessorState.Stopped"/>.
/// </summary>
/// <remarks>
/// Flink cannot tell which rows were written twice, so <see cref="ProcessorStatus.RepeatedCount"/> is always 0. What it reports
/// lags: jobs and checkpoints are up to <c>web.refresh-interval</c> (3 s) old; restarts, back-pressure and the sink's
/// counters up to <c>metrics.fetcher.update-interval</c> (10 s).
/// </remarks>
public sealed class FlinkProcessor : IEventProcessor, IAsyncDisposable
{
    /// <summary>How long a checkpoint or a restart may take.</summary>
    /// <value>1 min.</value>
    public static readonly TimeSpan OperationTimeout = TimeSpan.FromMinutes(1);

    private const string ReadState = "read the job's state";
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(200);

    private readonly FlinkConnection _connection;
    private readonly TimeProvider _time;
    private readonly FlinkRest _rest;
    private readonly FlinkMetrics _metrics;
    private readonly FlinkProgress _progress = new();
    private readonly Func<CancellationToken, ValueTask<long>> _countDeadLetters;
    private readonly Func<CancellationToken, Task>? _restart;

    /// <summary>Creates a processor. No request is sent before the first call.</summary>
    /// <param name="connection">Where Flink is.</param>
    /// <param name="countDeadLetters">Counts the records of the dead-letter topic.</param>
    /// <param name="restart">
    /// Restarts the job: the REST API has no restart, and cancelling a job in application mode ends its
    /// cluster. Null when it cannot be restarted from here.
    /// </param>
    /// <param name="time">The clock.</param>
    /// <param name="requestTimeout">How long to wait for one response.</param>
    /// <exception cref="TlsFileException">A certificate or key cannot be used.</exception>
    public FlinkProcessor(
        FlinkConnection connection,
        Func<CancellationToken, ValueTask<long>> countDeadLetters,
        Func<CancellationToken, Task>? restart,
        TimeProvider time,
        TimeSpan requestTimeout)
        : this(connection, countDeadLetters, restart, time, new FlinkRest(connection, time, requestTimeout))
    {
    }

    internal FlinkProcessor(
        FlinkConnection connection,
        Func<CancellationToken, ValueTask<long>> countDeadLetters,
        Func<CancellationToken, Task>? restart,
        TimeProvider time,
        FlinkRest rest)
    {
        _connection = connection;
        _countDeadLetters = countDeadLetters;
        _restart = restart;
        _time = time;
        _rest = rest;
        _metrics = new FlinkMetrics(rest);
    }

    /// <inheritdoc/>
    public async ValueTask<ProcessorStatus> GetStatusAsync(CancellationToken cancellationToken)
    {
        Observation now = await ObserveAsync(cancellationToken).ConfigureAwait(false);
        (long checkpoints, long restarts, DateTimeOffset? lastCheckpoint) = _progress.Read();
        return new ProcessorStatus(
            now.State,
            lastCheckpoint,
            checkpoints,
            restarts,
            now.IsBackPressured,
            RepeatedCount: 0);
    }

    /// <inheritdoc/>
    public ValueTask<long> GetDeadLetterCountAsync(CancellationToken cancellationToken) => _countDeadLetters(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyDictionary<int, long>?> GetSettledOffsetsAsync(CancellationToken cancellationToken) =>
        await FindOrNullAsync(cancellationToken).ConfigureAwait(false) is { } job
            ? await _metrics.ReadSettledAsync(job.Id, cancellationToken).ConfigureAwait(false)
            : null;

    /// <inheritdoc/>
    /// <exception cref="JobNotFoundException">There is no job.</exception>
    /// <exception cref="CheckpointFailedException">The checkpoint failed.</exception>
    public async ValueTask CheckpointAsync(CancellationToken cancellationToken)
    {
        const string Attempted = "take a checkpoint";
        JobResponse job = await FindAsync(Attempted, cancellationToken).ConfigureAwait(false);
        string path = $"jobs/{job.Id}/checkpoints";
        OperationResult? taken = await OperateAsync(
            path, new { checkpointType = "CONFIGURED" }, Attempted, cancellationToken).ConfigureAwait(false);
        // The list of checkpoints lags behind, and the next status must include this one.
        await UntilAsync(
            async token => (await _rest.GetAsync<CheckpointsResponse>(path, Attempted, token).ConfigureAwait(false))
                .Latest?.Completed?.Id >= (taken?.CheckpointId ?? 0),
            Attempted,
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    /// <exception cref="ProcessorNotControllableException">It cannot be restarted from here.</exception>
    public async ValueTask RestartAsync(CancellationToken cancellationToken)
    {
        const string Attempted = "restart the job";
        if (_restart is null)
        {
            throw new ProcessorNotControllableException(_connection.JobName, Attempted);
        }

        await ObserveAsync(cancellationToken).ConfigureAwait(false);
        long before = _progress.Read().Restarts;
        await _restart(cancellationToken).ConfigureAwait(false);
        await UntilAsync(
            async token => (await TryObserveAsync(token).ConfigureAwait(false))?.State == ProcessorState.Running
                && _progress.Read().Restarts > before,
            Attempted,
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The job's own counters of what it wrote, or null when it does not report them yet.</summary>
    public async ValueTask<SinkCounters?> SinkCountersAsync(CancellationToken cancellationToken) =>
        await FindOrNullAsync(cancellationToken).ConfigureAwait(false) is { } job
            ? await _metrics.ReadSinkAsync(job.Id, cancellationToken).ConfigureAwait(false)
            : null;

    /// <summary>Succeeds when the coordinator responds and runs the job, whether or not there are workers for its tasks.</summary>
    /// <exception cref="ServiceUnavailableException">It does not respond, or does not run the job.</exception>
    /// <exception cref="ServiceTimeoutException">There was no response in time.</exception>
    public async ValueTask ProbeCoordinatorAsync(CancellationToken cancellationToken)
    {
        JobResponse? job = await FindOrNullAsync(cancellationToken).ConfigureAwait(false);
        if (!FlinkJob.IsRunning(job))
        {
            throw NotReady(ServiceNames.Flink, job);
        }
    }

    /// <summary>Succeeds when all tasks of the job run on workers.</summary>
    /// <exception cref="ServiceUnavailableException">The coordinator does not respond, or tasks are not running.</exception>
    /// <exception cref="ServiceTimeoutException">There was no response in time.</exception>
    public async ValueTask ProbeWorkersAsync(CancellationToken cancellationToken)
    {
        JobResponse? job = await FindOrNullAsync(cancellationToken).ConfigureAwait(false);
        if (!FlinkJob.AreTasksRunning(job))
        {
            throw NotReady(ServiceNames.FlinkTaskManager, job);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _rest.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<JobResponse?> FindOrNullAsync(CancellationToken cancellationToken)
    {
        JobsResponse response = await _rest.GetAsync<JobsResponse>("jobs/overview", ReadState, cancellationToken).ConfigureAwait(false);
        return FlinkJob.Choose(response.Jobs, _connection.JobName);
    }

    private async Task<JobResponse> FindAsync(string attempted, CancellationToken cancellationToken)
    {
        JobsResponse response = await _rest.GetAsync<JobsResponse>("jobs/overview", attempted, cancellationToken).ConfigureAwait(false);
        return FlinkJob.Choose(response.Jobs, _connection.JobName) ?? throw new JobNotFoundException(_connection.JobName, []);
    }

    private async Task<Observation> ObserveAsync(CancellationToken cancellationToken)
    {
        JobResponse? job = await FindOrNullAsync(cancellationToken).ConfigureAwait(false);
        if (job is null)
        {
            return new Observation(ProcessorState.Stopped, IsBackPressured: false);
        }

        Task<CheckpointsResponse> checkpointsTask =
            _rest.GetAsync<CheckpointsResponse>($"jobs/{job.Id}/checkpoints", ReadState, cancellationToken);
        Task<long?> restartsTask = _metrics.ReadRestartsAsync(job.Id, cancellationToken);
        Task<bool> pressureTask = FlinkJob.AreTasksRunning(job)
            ? _metrics.IsBackPressuredAsync(job.Id, cancellationToken)
            : Task.FromResult(false);
        Task<OverviewResponse> overviewTask = _rest.GetAsync<OverviewResponse>("overview", ReadState, cancellationToken);
        await Task.WhenAll(checkpointsTask, restartsTask, pressureTask, overviewTask).ConfigureAwait(false);

        CheckpointsResponse checkpoints = await checkpointsTask.ConfigureAwait(false);
        _progress.Observe(
            job,
            checkpoints.Counts.Completed,
            await restartsTask.ConfigureAwait(false),
            checkpoints.Latest?.Completed is { } last
                ? DateTimeOffset.FromUnixTimeMilliseconds(Math.Max(last.Triggered, last.Acknowledged))
                : null);
        OverviewResponse overview = await overviewTask.ConfigureAwait(false);
        return new Observation(
            FlinkJob.StateOf(job, overview.TaskManagers > 0), await pressureTask.ConfigureAwait(false));
    }

    private async Task<Observation?> TryObserveAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await ObserveAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is ServiceUnavailableException or ServiceTimeoutException or FlinkRestException)
        {
            // Unavailable while it restarts; a job that has just gone is a 404.
            return null;
        }
    }

    private async Task<OperationResult?> OperateAsync(
        string path, object body, string attempted, CancellationToken cancellationToken)
    {
        TriggerResponse trigger = await _rest.PostAsync<TriggerResponse>(path, body, attempted, cancellationToken).ConfigureAwait(false);
        OperationResult? result = null;
        await UntilAsync(
            async token =>
            {
                OperationResponse response = await _rest.GetAsync<OperationResponse>(
                    $"{path}/{trigger.RequestId}", attempted, token).ConfigureAwait(false);
                result = response.Operation;
                return response.Status.Id == "COMPLETED";
            },
            attempted,
            cancellationToken).ConfigureAwait(false);
        // Flink reports a failed operation as COMPLETED as well.
        return result?.Failure is { } failure
            ? throw new CheckpointFailedException(
                _connection.JobName, FlinkRest.FirstLine(failure.StackTrace ?? failure.Class ?? "no reason was given"))
            : result;
    }

    private async Task UntilAsync(
        Func<CancellationToken, Task<bool>> isDone, string attempted, CancellationToken cancellationToken) =>
        await new Poll(new Deadline(OperationTimeout, _time), PollInterval).UntilAsync(
            async token => Check.Of(await isDone(token).ConfigureAwait(false) ? null : "it is not done yet"),
            _ => new ServiceTimeoutException(ServiceNames.Flink, OperationTimeout, attempted),
            cancellationToken).ConfigureAwait(false);

    private ServiceUnavailableException NotReady(string service, JobResponse? job) => new(
        service,
        _rest.Endpoint,
        "use the job",
        job is null
            ? "it runs no job"
            : $"its job is {job.State}, with {job.Tasks?.Running ?? 0} of {job.Tasks?.Total ?? 0} tasks running");

    private sealed record Observation(ProcessorState State, bool IsBackPressured);
}
