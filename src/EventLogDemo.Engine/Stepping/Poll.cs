namespace EventLogDemo.Engine.Stepping;

/// <summary>
/// The only way to wait for something that sends no notification: checks at once and then at an interval, until the condition holds or the
/// deadline passes.
/// </summary>
/// <param name="deadline">When the wait ends.</param>
/// <param name="interval">Pause between two checks.</param>
internal sealed class Poll(Deadline deadline, TimeSpan interval)
{
    // Timers have millisecond resolution; without this the last fraction of one would be a busy loop.
    private static readonly TimeSpan MinInterval = TimeSpan.FromMilliseconds(1);

    /// <summary>Whether an exception of a check means "not yet"; its message is then the reason.</summary>
    /// <value>Defaults to none: every exception ends the wait.</value>
    public Func<Exception, bool> IsNotYet { get; init; } = static _ => false;

    /// <summary>The reason in the error when the first check has not completed at the deadline.</summary>
    /// <value>Defaults to "no answer yet".</value>
    public string Unanswered { get; init; } = "no answer yet";

    /// <summary>Waits for a value.</summary>
    /// <param name="check">
    /// The condition. Its token is cancelled at the deadline; a check that ignores the token, and limits itself, always runs to completion.
    /// </param>
    /// <param name="timedOut">Creates the error of a wait that timed out, given the last reason.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task<T> UntilAsync<T>(
        Func<CancellationToken, Task<Check<T>>> check, Func<string, Task<Exception>> timedOut, CancellationToken cancellationToken)
    {
        using TimeLimit limit = deadline.Limit(cancellationToken);
        string missing = Unanswered;
        try
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Check<T> result = await TryAsync(check, limit.Token).ConfigureAwait(false);
                if (result.Missing is null)
                {
                    return result.Value!;
                }

                missing = result.Missing;
                TimeSpan left = deadline.Remaining;
                if (left == TimeSpan.Zero)
                {
                    break;
                }

                // The last check runs at the deadline, which does not cancel the pause before it.
                TimeSpan pause = left < interval && left != Timeout.InfiniteTimeSpan ? left : interval;
                await Task.Delay(pause > MinInterval ? pause : MinInterval, deadline.Time, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (limit.Token.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // The deadline cancelled the check; the result of the previous one counts.
        }

        throw await timedOut(missing).ConfigureAwait(false);
    }

    /// <summary>As <see cref="UntilAsync{T}(Func{CancellationToken, Task{Check{T}}}, Func{string, Task{Exception}}, CancellationToken)"/>, for an error that needs no further calls.</summary>
    public Task<T> UntilAsync<T>(
        Func<CancellationToken, Task<Check<T>>> check, Func<string, Exception> timedOut, CancellationToken cancellationToken) =>
        UntilAsync(check, missing => Task.FromResult(timedOut(missing)), cancellationToken);

    private async Task<Check<T>> TryAsync<T>(Func<CancellationToken, Task<Check<T>>> check, CancellationToken cancellationToken)
    {
        try
        {
            return await check(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is not OperationCanceledException && IsNotYet(failure))
        {
            return Check.NotYet<T>(failure.Message);
        }
    }
}
