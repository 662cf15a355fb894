using System.Diagnostics.CodeAnalysis;
using EventLogDemo.Engine.Errors;

namespace EventLogDemo.Engine.Ledger;

/// <summary>One run of a pipeline as its ledger tells it, or why its ledger cannot be read.</summary>
/// <param name="Run">The run, by the name of the file.</param>
/// <param name="Record">What the ledger says, or null where it cannot be read.</param>
/// <param name="Failure">Why it cannot be read, or null.</param>
public sealed record RunReading(Guid Run, RunRecord? Record, EngineException? Failure)
{
    /// <summary>Whether the ledger could be read.</summary>
    [MemberNotNullWhen(true, nameof(Record))]
    [MemberNotNullWhen(false, nameof(Failure))]
    public bool IsReadable => Record is not null;
}
