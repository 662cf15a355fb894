using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Net;

namespace EventLogDemo.Engine.Pipelines;

/// <summary>What became of an event that an appender took.</summary>
public enum DeliveryOutcome
{
    /// <summary>Persisted.</summary>
    Acked,

    /// <summary>Certainly not persisted.</summary>
    Failed,

    /// <summary>Possibly persisted: it was on its way when the producer stopped waiting.</summary>
    Unknown,
}

/// <summary>The end of consecutive events of one run, stream and partition, as seen by the producer.</summary>
/// <param name="Run">Run of the events.</param>
/// <param name="Stream">Stream of the events.</param>
/// <param name="Partition">Partition of the events.</param>
/// <param name="FirstSeq">Seq of the first event.</param>
/// <param name="Count">Number of events, with dense seqs.</param>
/// <param name="Outcome">What became of all of them.</param>
/// <param name="FirstOffset">Offset of the first event; the others follow densely. -1 where not known (not acked, or acked on a retry that found them there).</param>
/// <param name="Error">Why they were not acked, or null. A <see cref="DiskFullException"/>, <see cref="AuthenticationFailedException"/> or <see cref="TlsFailedException"/> tells the producer that going on is pointless.</param>
public readonly record struct DeliveryReport(
    Guid Run, ushort Stream, int Partition, long FirstSeq, int Count, DeliveryOutcome Outcome, long FirstOffset, EngineException? Error);
