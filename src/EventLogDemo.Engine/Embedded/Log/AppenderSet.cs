using EventLogDemo.Engine.Stepping;

namespace EventLogDemo.Engine.Embedded.Log;

/// <summary>The open appenders of a log, which takes due batches from each in turn.</summary>
internal sealed class AppenderSet
{
    private readonly Lock _gate = new();
    private EmbeddedAppender[] _appenders = [];
    private int _next;

    public void Add(EmbeddedAppender appender)
    {
        lock (_gate)
        {
            Volatile.Write(ref _appenders, [.. _appenders, appender]);
        }
    }

    public void Remove(EmbeddedAppender appender)
    {
        lock (_gate)
        {
            Volatile.Write(ref _appenders, [.. _appenders.Where(other => other != appender)]);
        }
    }

    /// <summary>Expires events that have waited for longer than the delivery timeout.</summary>
    /// <returns>When the next appender has something due or expiring.</returns>
    public TimeSpan Expire(StepTime now)
    {
        TimeSpan next = StepTime.Never;
        foreach (EmbeddedAppender appender in Volatile.Read(ref _appenders))
        {
            TimeSpan due = appender.Expire(now);
            next = due < next ? due : next;
        }

        return next;
    }

    /// <summary>Takes a due batch from the next appender that has one. Called by one thread at a time.</summary>
    public (EmbeddedAppender Appender, RecordBatch Batch)? TakeDue(StepTime now)
    {
        EmbeddedAppender[] appenders = Volatile.Read(ref _appenders);
        for (int tried = 0; tried < appenders.Length; tried++)
        {
            EmbeddedAppender appender = appenders[_next++ % appenders.Length];
            if (appender.TakeDue(now) is { } batch)
            {
                return (appender, batch);
            }
        }

        _next %= Math.Max(1, appenders.Length);
        return null;
    }
}
