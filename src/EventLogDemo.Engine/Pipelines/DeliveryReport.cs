using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Net;

namespace EventLogDemo.Engine.Pipelines;

/// <summary>Outcome of an event that an appender accepted.</summary>
public enum DeliveryOutcome
{
    /// <summary>Persisted.</summary>
    Acked,

    /// <summary>Definitely not persisted.</summary>
    Failed,

    /// <summary>Possibly persisted: it was in flight when the producer stopped waiting.</summary>
    Unknown,
}

/// <summary>The outcome of consecutive events of one run, stream and partition, as seen by the producer.</summary>
/// <param name="Run">Run of the events.</param>
/// <param name="Stream">Stream of the events.</param>
/// <param name="Partition">Partition of the events.</param>
/// <param name="FirstSeq">Seq of the first event.</param>
/// <param name="Count">Number of events, with dense seqs.</param>
/// <param name="Outcome">Outcome of all of them.</param>
/// <param name="FirstOffset">Offset of the first event; the others follow densely. -1 if not known (not acked, or acked on a retry that found them there).</param>
/// <param name="Error">Why they were not acked, or null. After a <see cref="DiskFullException"/>, <see cref="AuthenticationFailedException"/> or <see cref="TlsFailedException"/> continuing is pointless.</param>
public readonly record struct DeliveryReport(
    Guid Run, ushort Stream, int Partition, long FirstSeq, int Count, DeliveryOutcome Outcome, long FirstOffset, EngineException? Error);
