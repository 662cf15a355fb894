namespace EventLogDemo.Engine.Streams;

/// <summary>
/// Says how many events are due. By elapsed time, not by a sleep per event, so a late step does not lower the rate: it is made up.
/// Making up is bounded twice. Never faster than 1.5 times the rate beyond a burst of 40 ms' worth, so that no 100 ms hold more
/// than twice their share (0.04 + 0.15 of a second's worth, against 0.2); and never for more than ten seconds of standstill, which
/// is no late step any more but a machine asleep.
/// </summary>
internal sealed class StreamPacing
{
    private const double CatchUp = 1.5;
    private const double BurstSeconds = 0.04;
    private const double MaxDebtSeconds = 10;

    // At a low rate the event that is due and the lateness of the step that takes it are owed together.
    private const double SmallestDebtLimit = 2;
    private static readonly TimeSpan MinWait = TimeSpan.FromMilliseconds(1);

    private double _rate;
    private double _owed;
    private double _burst;
    private TimeSpan _at;

    /// <param name="rate">Events per second; 0 for no pacing.</param>
    /// <param name="now">The stream's beginning; the first event is due at once.</param>
    public StreamPacing(double rate, TimeSpan now)
    {
        _rate = rate;
        _at = now;
        _owed = _burst = 1;
    }

    /// <summary>Events that may be produced now.</summary>
    public long Due(TimeSpan now)
    {
        Accrue(now);
        return _rate == 0 ? long.MaxValue : (long)Math.Min(_owed, _burst);
    }

    /// <summary>Notes that events have been produced.</summary>
    public void Take(long count)
    {
        if (_rate != 0)
        {
            _owed -= count;
            _burst -= count;
        }
    }

    /// <summary>When the next event is due; not sooner than a millisecond from now, so that fast streams work in groups.</summary>
    public TimeSpan NextAt(TimeSpan now)
    {
        if (_rate == 0)
        {
            return now;
        }

        double seconds = Math.Max((1 - _owed) / _rate, (1 - _burst) / (CatchUp * _rate));
        TimeSpan wait = TimeSpan.FromSeconds(Math.Min(seconds, TimeSpan.FromDays(1).TotalSeconds));
        // Rounded up: a step that comes a tick too early finds nothing due.
        return now + (wait > MinWait ? wait + TimeSpan.FromTicks(1) : MinWait);
    }

    /// <summary>Changes the rate from now on.</summary>
    public void SetRate(double rate, TimeSpan now)
    {
        Accrue(now);
        _rate = rate;
        _owed = Math.Min(_owed, 1);
        _burst = Math.Min(_burst, 1);
    }

    /// <summary>Forgets the time since the last step: what was not due while the stream stood still is never made up.</summary>
    public void Skip(TimeSpan now)
    {
        _at = now;
        _owed = Math.Min(_owed, 1);
    }

    private void Accrue(TimeSpan now)
    {
        double seconds = (now - _at).TotalSeconds;
        _at = now;
        _owed = Math.Min(_owed + (seconds * _rate), Math.Max(SmallestDebtLimit, MaxDebtSeconds * _rate));
        _burst = Math.Min(_burst + (seconds * CatchUp * _rate), Math.Max(1, BurstSeconds * _rate));
    }
}
