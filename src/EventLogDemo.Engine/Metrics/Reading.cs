namespace EventLogDemo.Engine.Metrics;

/// <summary>What became of one question to a hop.</summary>
/// <param name="AskedAt">When it was asked: the answer is at least as new.</param>
/// <param name="At">When it was answered, or given up.</param>
internal sealed record Reading<T>(TimeSpan AskedAt, TimeSpan At)
{
    /// <summary>Whether there was an answer.</summary>
    public bool IsKnown { get; init; }

    /// <summary>The answer, where there was one.</summary>
    public T? Value { get; init; }

    /// <summary>Whether none came in time, which a busy hop shares with a frozen one; otherwise a hop that has not answered is down.</summary>
    public bool IsLate { get; init; }

    /// <summary>A defect of the port, which is no state of the hop.</summary>
    public Exception? Defect { get; init; }
}
