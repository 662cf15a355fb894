namespace EventLogDemo.Engine.Cassandra;

/// <summary>
/// What is known of one bucket that is not full yet. A row that was seen stays, so only what was missing is asked for again: the
/// offsets above <see cref="_known"/> in one range, and the few that were missing below it by name. So neither a bucket that is
/// being filled nor one with a dead letter in it is ever counted as a whole a second time.
/// </summary>
/// <param name="key">The bucket.</param>
/// <param name="first">Its first offset that counts.</param>
/// <param name="end">The offset behind its last.</param>
internal sealed class BucketCount(BucketKey key, long first, long end)
{
    /// <summary>Most missing offsets that are asked for by name.</summary>
    /// <value>100: one question with that many clustering keys costs about as much as one with a range.</value>
    internal const int MaxNamed = 100;

    private readonly long _first = first;
    private long[] _missing = [];
    private long _known = first;
    private bool _isSeen;

    /// <summary>Rows, as of the last look.</summary>
    public long Rows { get; private set; }

    /// <summary>Whether it has its full number of rows: then it never needs counting again.</summary>
    public bool IsFull => Rows == end - _first;

    /// <summary>Whether everything in it had been committed before the last look: what it lacks will not come.</summary>
    public bool IsSettled { get; private set; }

    /// <summary>Looks again.</summary>
    /// <param name="rows">Answers about the bucket.</param>
    /// <param name="committed">Committed offsets of the partitions, read before; null where they are not known.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask RefreshAsync(IBucketRows rows, IReadOnlyList<long>? committed, CancellationToken cancellationToken)
    {
        await LookAsync(rows, cancellationToken).ConfigureAwait(false);
        IsSettled = committed is not null && committed[key.Partition] >= end;
    }

    private async ValueTask LookAsync(IBucketRows rows, CancellationToken cancellationToken)
    {
        if (!_isSeen)
        {
            // Most buckets are full or empty, and saying so moves no rows.
            long count = await rows.CountAsync(key, _first, end, cancellationToken).ConfigureAwait(false);
            _isSeen = count > 0;
            if (count == 0 || count == end - _first)
            {
                Rows = count;
                return;
            }
        }

        IReadOnlyList<long> found = _missing.Length == 0
            ? []
            : await rows.FindAsync(key, _missing, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<long> above = _known == end
            ? []
            : await rows.ListAsync(key, _known, end, cancellationToken).ConfigureAwait(false);
        Learn(found, above);
    }

    private void Learn(IReadOnlyList<long> found, IReadOnlyList<long> above)
    {
        List<long> missing = [.. _missing.Except(found)];
        long known = _known;
        int taken = 0;
        foreach (long offset in above)
        {
            // Further gaps than can be named are not passed: the next look begins there again.
            if (missing.Count + (offset - known) > MaxNamed)
            {
                break;
            }

            for (long gap = known; gap < offset; gap++)
            {
                missing.Add(gap);
            }

            known = offset + 1;
            taken++;
        }

        _missing = [.. missing];
        _known = known;
        Rows = known - _first - missing.Count + (above.Count - taken);
    }
}
