namespace EventLogDemo.Engine.Metrics;

/// <summary>Outcome of one request to a hop.</summary>
/// <param name="AskedAt">When it was sent: the response is at least as recent.</param>
/// <param name="At">When it was answered or abandoned.</param>
internal sealed record Reading<T>(TimeSpan AskedAt, TimeSpan At)
{
    /// <summary>Whether there was a response.</summary>
    public bool IsKnown { get; init; }

    /// <summary>The response, if there was one.</summary>
    public T? Value { get; init; }

    /// <summary>
    /// Whether the request timed out, which happens with a busy hop as well as a frozen one; otherwise a hop without a response is down.
    /// </summary>
    public bool IsLate { get; init; }

    /// <summary>A defect in the port, as opposed to a state of the hop.</summary>
    public Exception? Defect { get; init; }
}
