using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Stepping;

namespace EventLogDemo.Engine.Metrics;

/// <summary>
/// Reads one hop, at the pace of requests and responses, and keeps its latest readings for all callers. The hop is read only when a
/// reading is needed. Safe to use from any thread.
/// </summary>
/// <param name="clock">The clock.</param>
/// <param name="timeout">Time limit of a shared request.</param>
/// <param name="closing">Cancels all requests.</param>
internal sealed class HopReader<T>(StepClock clock, TimeSpan timeout, CancellationToken closing)
{
    private readonly Lock _gate = new();
    private Task<Reading<T>>? _shared;
    private TimeSpan _sharedAt;
    private Reading<T>? _latest;
    private Reading<T>? _latestKnown;

    /// <summary>The reading of the latest request that has ended.</summary>
    public Reading<T>? Latest
    {
        get
        {
            lock (_gate)
            {
                return _latest;
            }
        }
    }

    /// <summary>Sends a new request, regardless of others under way, so that the reading is newer than the call.</summary>
    /// <param name="question">The request.</param>
    /// <param name="within">Time limit of the request.</param>
    public Task<Reading<T>> AskAsync(Func<CancellationToken, ValueTask<T>> question, TimeSpan within) =>
        ReadAsync(question, clock.Elapsed, within);

    /// <summary>Joins the shared request that is under way, or starts it.</summary>
    /// <param name="question">The request.</param>
    /// <param name="patience">
    /// A request that has been under way for longer, or that follows an unanswered one, is not worth waiting for.
    /// </param>
    /// <returns>The reading, and whether to wait for it.</returns>
    public (Task<Reading<T>> Reading, bool IsPrompt) Refresh(Func<CancellationToken, ValueTask<T>> question, TimeSpan patience)
    {
        lock (_gate)
        {
            if (_shared is { IsCompleted: false })
            {
                return (_shared, clock.Elapsed - _sharedAt < patience);
            }

            bool isPrompt = _latest is not { IsLate: true };
            _sharedAt = clock.Elapsed;
            _shared = ReadAsync(question, _sharedAt, timeout);
            return (_shared, isPrompt);
        }
    }

    /// <summary>The reading to show: the latest response, unless it is too old or a newer reading shows that the hop is down.</summary>
    public Reading<T>? Current(TimeSpan maxAge)
    {
        lock (_gate)
        {
            Reading<T>? shown = _latest is { IsLate: true } ? _latestKnown : _latest;
            return shown is { Defect: not null } || (shown is { IsKnown: true } && clock.Elapsed - shown.AskedAt <= maxAge) ? shown : null;
        }
    }

    private async Task<Reading<T>> ReadAsync(Func<CancellationToken, ValueTask<T>> question, TimeSpan askedAt, TimeSpan within)
    {
        Reading<T> reading = await AnswerAsync(question, askedAt, within).ConfigureAwait(false);
        lock (_gate)
        {
            // Two requests may end in the wrong order.
            _latest = _latest is null || reading.AskedAt >= _latest.AskedAt ? reading : _latest;
            _latestKnown = reading.IsKnown && (_latestKnown is null || reading.AskedAt >= _latestKnown.AskedAt) ? reading : _latestKnown;
        }

        return reading;
    }

    private async Task<Reading<T>> AnswerAsync(Func<CancellationToken, ValueTask<T>> question, TimeSpan askedAt, TimeSpan within)
    {
        using TimeLimit limit = new(within, clock.TimeProvider, closing);
        try
        {
            // A port that ignores the token is abandoned at the deadline.
            T value = await question(limit.Token).AsTask().WaitAsync(limit.Token).ConfigureAwait(false);
            return new Reading<T>(askedAt, clock.Elapsed) { IsKnown = true, Value = value };
        }
        catch (EngineException failure)
        {
            // The state of its service explains why it is down, frozen or damaged.
            return new Reading<T>(askedAt, clock.Elapsed) { IsLate = failure is ServiceTimeoutException };
        }
        catch (OperationCanceledException) when (!closing.IsCancellationRequested)
        {
            return new Reading<T>(askedAt, clock.Elapsed) { IsLate = true };
        }
#pragma warning disable CA1031 // rethrown to the caller that takes a sample
        catch (Exception defect) when (defect is not OperationCanceledException)
#pragma warning restore CA1031
        {
            return new Reading<T>(askedAt, clock.Elapsed) { Defect = defect };
        }
    }
}
