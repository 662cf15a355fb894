using System.Globalization;

namespace EventLogDemo;

/// <summary>
/// What became of the events of one <c>Send-LogEvent</c>. Sent and too large are its own; the other counts are too where it
/// named a source, else they are those of everything that was sent by hand meanwhile, by whoever.
/// </summary>
/// <param name="Pipeline">Name of the pipeline.</param>
/// <param name="Sent">Events handed over.</param>
/// <param name="Acked">Events persisted by the log.</param>
/// <param name="Failed">Events certainly not persisted.</param>
/// <param name="Unknown">Events possibly persisted.</param>
/// <param name="TooLarge">Items that were larger than an event may be.</param>
/// <param name="Elapsed">Time from the first item to the last answer of the log.</param>
public sealed record SendSummary(
    string Pipeline, long Sent, long Acked, long Failed, long Unknown, long TooLarge, TimeSpan Elapsed)
{
    /// <summary>The summary in one line.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Pipeline}: {Sent:N0} sent, {Acked:N0} acknowledged, {Failed:N0} failed, {Unknown:N0} unknown");
}

