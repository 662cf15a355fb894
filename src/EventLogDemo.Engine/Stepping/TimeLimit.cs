namespace EventLogDemo.Engine.Stepping;

/// <summary>A token that is cancelled after some time, or with another one.</summary>
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

    public void Dispose()
    {
        _either.Dispose();
        _own.Dispose();
    }
}
