namespace EventLogDemo.Engine.Stepping;

/// <summary>An auto-reset signal that costs one interlocked operation when it is already set.</summary>
public sealed class WakeSignal : IDisposable
{
    private readonly AutoResetEvent _event = new(false);
    private int _isSet;

    /// <summary>Wakes the waiting driver, or makes its next wait return at once.</summary>
    public void Set()
    {
        if (Interlocked.Exchange(ref _isSet, 1) == 0)
        {
            _event.Set();
        }
    }

    /// <summary>Waits until the signal is set or the timeout has passed, and resets it.</summary>
    /// <param name="timeout">How long to wait; <see cref="Timeout.InfiniteTimeSpan"/> for no limit.</param>
    public void Wait(TimeSpan timeout)
    {
        _event.WaitOne(WholeMilliseconds(timeout));
        // A full fence: what the driver reads next must not be read before a setter can see that it has to wake the driver again.
        Interlocked.Exchange(ref _isSet, 0);
    }

    /// <summary>Rounds up: the operating system drops fractions of a millisecond, and a driver would spin through them.</summary>
    internal static int WholeMilliseconds(TimeSpan timeout) => (int)Math.Ceiling(timeout.TotalMilliseconds);

    /// <inheritdoc/>
    public void Dispose() => _event.Dispose();
}
