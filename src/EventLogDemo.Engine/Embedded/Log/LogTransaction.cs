using EventLogDemo.Engine.Stepping;

namespace EventLogDemo.Engine.Embedded.Log;

/// <summary>The state of the log's open transaction that is kept in memory until it is committed or rolled back.</summary>
internal sealed class LogTransaction(int partitionCount)
{
    private readonly List<(EmbeddedAppender Appender, RecordBatch Batch, long Offset)> _batches = [];

    // As of after the commit, for the producers in the transaction.
    private readonly Dictionary<ProducerKey, long> _lastSeqs = [];

    public TimeSpan StartedAt { get; private set; }

    public int EventCount { get; private set; }

    /// <summary>End offsets as of after the commit.</summary>
    public long[] Ends { get; } = new long[partitionCount];

    /// <summary>The processor's offsets to commit, or null.</summary>
    public long[]? Offsets { get; set; }

    public void Begin(StepTime now, IReadOnlyList<long> ends)
    {
        StartedAt = now.Elapsed;
        for (int partition = 0; partition < Ends.Length; partition++)
        {
            Ends[partition] = ends[partition];
        }
    }

    /// <summary>Adds a batch, before anything that may fail: the outcome of every added batch is reported.</summary>
    public void Add(EmbeddedAppender appender, RecordBatch batch)
    {
        _batches.Add((appender, batch, -1));
        EventCount += batch.Count;
    }

    /// <summary>Writes the batch that was added last, unless an earlier attempt has written it.</summary>
    public void Write(LogDatabase database)
    {
        (EmbeddedAppender appender, RecordBatch batch, _) = _batches[^1];
        ProducerKey producer = ProducerKey.Of(batch);
        if (!_lastSeqs.TryGetValue(producer, out long lastSeq))
        {
            lastSeq = database.ReadLastSeq(in producer);
        }

        // A batch is retried unchanged, so it has been written either completely or not at all.
        if (batch.LastSeq > lastSeq)
        {
            long offset = Ends[batch.Partition];
            _batches[^1] = (appender, batch, offset);
            database.Insert(batch, offset);
            Ends[batch.Partition] = offset + batch.Count;
            _lastSeqs[producer] = batch.LastSeq;
        }
    }

    /// <summary>Writes what belongs to the batches: the last seqs of their producers and the processor's offsets.</summary>
    public void WriteRest(LogDatabase database)
    {
        foreach ((ProducerKey producer, long lastSeq) in _lastSeqs)
        {
            database.Remember(in producer, lastSeq);
        }

        for (int partition = 0; partition < Offsets?.Length; partition++)
        {
            database.CommitOffset(partition, Offsets[partition]);
        }
    }

    /// <summary>Clears the transaction after its commit, passing on each batch in the order it was added.</summary>
    public void End(Action<EmbeddedAppender, RecordBatch, long> complete)
    {
        foreach ((EmbeddedAppender appender, RecordBatch batch, long offset) in _batches)
        {
            complete(appender, batch, offset);
        }

        Clear();
    }

    /// <summary>Clears the transaction without a commit, passing on each batch in reverse order, so that each can return to the front.</summary>
    public void Discard(Action<EmbeddedAppender, RecordBatch> discard)
    {
        for (int i = _batches.Count - 1; i >= 0; i--)
        {
            discard(_batches[i].Appender, _batches[i].Batch);
        }

        Clear();
    }

    private void Clear()
    {
        _batches.Clear();
        _lastSeqs.Clear();
        Offsets = null;
        EventCount = 0;
    }
}
