using EventLogDemo.Engine.Ledger;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Engine.Tests.Ledger;

/// <summary>A run to write ledgers of, the same in every test.</summary>
internal static class LedgerSamples
{
    public static readonly Guid Run = new("0192f0c1-2d3e-7f40-8a5b-6c7d8e9fa0b1");

    public static readonly LedgerHeader Header = new(
        Run, 7, new Guid("0192f0c0-0000-7000-8000-000000000001"), 1_700_000_000_123_456, "Syslog, 1024 B, seed 7", "rate 10");

    public static DeliveryReport Report(int partition, long first, int count, DeliveryOutcome outcome = DeliveryOutcome.Acked) =>
        new(Run, 7, partition, first, count, outcome, -1, null);

    /// <summary>All runs of a pipeline, every one of which must be readable.</summary>
    public static IReadOnlyList<RunRecord> ReadRuns(string folder, Guid pipelineId) =>
        [.. LedgerReader.ReadRuns(folder, pipelineId).Select(reading => reading.Record ?? throw reading.Failure!)];

    public static RunRecord ReadBack(byte[] bytes) => LedgerReader.Read(new MemoryStream(bytes), "test.ledger");
}
