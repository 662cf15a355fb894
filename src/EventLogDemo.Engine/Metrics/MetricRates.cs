namespace EventLogDemo.Engine.Metrics;

/// <summary>A count and when it was read; null where it could not be.</summary>
internal readonly record struct HopCount(long? Value, TimeSpan At)
{
    /// <summary>Events a second since an earlier reading, to a thousandth, or null where one of them is not known.</summary>
    public double? RateSince(HopCount? earlier) =>
        earlier is { } before && At > before.At && Value - before.Value is { } gained
            ? Math.Round(Math.Max(0, gained / (At - before.At).TotalSeconds), 3)
            : null;
}

/// <summary>The counts of one sample that rates are made of.</summary>
internal sealed record HopCounts(HopCount Producer, HopCount Kafka, HopCount Cassandra);

/// <summary>Rates of the samples of one subscriber: each hop's gain since the sample before.</summary>
internal sealed class MetricRates
{
    // Over less than this, a rate tells more of the size of batches than of the flow.
    private static readonly TimeSpan MinSpan = TimeSpan.FromMilliseconds(200);

    private readonly Lock _gate = new();
    private readonly LinkedList<HopCounts> _recent = [];

    /// <summary>Begins without a sample, or with those of another subscriber.</summary>
    public MetricRates(MetricRates? other = null)
    {
        if (other is not null)
        {
            lock (other._gate)
            {
                _recent = new LinkedList<HopCounts>(other._recent);
            }
        }
    }

    /// <summary>Adds a sample.</summary>
    /// <returns>Events a second of producers, log and store; null where one is not known.</returns>
    public (double? Producer, double? Kafka, double? Cassandra) Add(HopCounts counts)
    {
        lock (_gate)
        {
            (double?, double?, double?) rates = (
                counts.Producer.RateSince(BaseOf(counts.Producer.At, static sample => sample.Producer)),
                counts.Kafka.RateSince(BaseOf(counts.Kafka.At, static sample => sample.Kafka)),
                counts.Cassandra.RateSince(BaseOf(counts.Cassandra.At, static sample => sample.Cassandra)));
            // Older ones than a base for every hop are of no use: a reading that is shown is at most so old.
            while (_recent.First is { Next.Value: { } second } && counts.Producer.At - second.Producer.At > HopSet.AgeLimit + MinSpan)
            {
                _recent.RemoveFirst();
            }

            _recent.AddLast(counts);
            return rates;
        }
    }

    /// <summary>A hop's newest reading that is old enough to measure from.</summary>
    private HopCount? BaseOf(TimeSpan at, Func<HopCounts, HopCount> hop)
    {
        for (LinkedListNode<HopCounts>? node = _recent.Last; node is not null; node = node.Previous)
        {
            if (at - hop(node.Value).At >= MinSpan)
            {
                return hop(node.Value);
            }
        }

        return null;
    }
}
