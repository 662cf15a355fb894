namespace EventLogDemo.Engine.Stepping;

/// <summary>A token that is cancelled after some time, or with another token.</summary>
internal sealed class TimeLimit : IDisposable
{
    private readonly CancellationTokenSource _own;
    private readonly CancellationTokenSource _either;

    public TimeLimit(TimeSpan length, TimeProvider time, CancellationToken cancellationToken)
    {
        _own = new CancellationTokenSource(length, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _own.Token);
    }

    public CancellationToken Token => _either.Token;

    /// <summary>Makes a call with a timeout.</summary>
    /// <param name="timeout">How long it may take.</param>
    /// <param name="time">The clock.</param>
    /// <param name="call">The call, given the token that cancels it.</param>
    /// <param name="timedOut">What to return, or throw, when the call timed out.</param>
    /// <param name="cancellationToken">The caller's token; a call that it cancels throws <see cref="OperationCanceledException"/>.</param>
    public static async Task<T> RunAsync<T>(
        TimeSpan timeout,
        TimeProvider time,
        Func<CancellationToken, Task<T>> call,
        Func<T> timedOut,
        CancellationToken cancellationToken)
    {
        using TimeLimit limit = new(timeout, time, cancellationToken);
        try
        {
            return await call(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return timedOut();
        }
    }

    public void Dispose()
    {
        _either.Dispose();
        _own.Dispose();
    }
}
