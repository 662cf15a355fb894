using EventLogDemo.Engine.Stepping;

namespace EventLogDemo.Engine.Embedded.Log;

/// <summary>What the open transaction of the log holds in memory until it is committed or given up.</summary>
internal sealed class LogTransaction(int partitionCount)
{
    private readonly List<(EmbeddedAppender Appender, RecordBatch Batch, long Offset)> _batches = [];

    // As they will be after the commit, of the producers in the transaction.
    private readonly Dictionary<ProducerKey, long> _lastSeqs = [];

    public TimeSpan BegunAt { get; private set; }

    public int EventCount { get; private set; }

    /// <summary>End offsets as they will be after the commit.</summary>
    public long[] Ends { get; } = new long[partitionCount];

    /// <summary>The processor's offsets to commit, or null.</summary>
    public long[]? Offsets { get; set; }

    public void Begin(StepTime now, IReadOnlyList<long> ends)
    {
        BegunAt = now.Elapsed;
        for (int partition = 0; partition < Ends.Length; partition++)
        {
            Ends[partition] = ends[partition];
        }
    }

    /// <summary>Takes a batch, before anything that may fail: every one that is in here is told of its end.</summary>
    public void Add(EmbeddedAppender appender, RecordBatch batch)
    {
        _batches.Add((appender, batch, -1));
        EventCount += batch.Count;
    }

    /// <summary>Writes the batch that was added last, unless a try before has written it.</summary>
    public void Write(LogDatabase database)
    {
        (EmbeddedAppender appender, RecordBatch batch, _) = _batches[^1];
        ProducerKey producer = ProducerKey.Of(batch);
        if (!_lastSeqs.TryGetValue(producer, out long lastSeq))
        {
            lastSeq = database.ReadLastSeq(in producer);
        }

        // A batch is retried as it was, so it is either wholly there or not at all.
        if (batch.LastSeq > lastSeq)
        {
            long offset = Ends[batch.Partition];
            _batches[^1] = (appender, batch, offset);
            database.Insert(batch, offset);
            Ends[batch.Partition] = offset + batch.Count;
            _lastSeqs[producer] = batch.LastSeq;
        }
    }

    /// <summary>Writes what goes with the batches: the last seqs of their producers and the processor's offsets.</summary>
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

    /// <summary>Empties the transaction after its commit, telling of each batch in the order it was added.</summary>
    public void End(Action<EmbeddedAppender, RecordBatch, long> tell)
    {
        foreach ((EmbeddedAppender appender, RecordBatch batch, long offset) in _batches)
        {
            tell(appender, batch, offset);
        }

        Clear();
    }

    /// <summary>Empties the transaction without a commit, telling of each batch in the reverse order, so that each can go back to the front.</summary>
    public void Forget(Action<EmbeddedAppender, RecordBatch> tell)
    {
        for (int i = _batches.Count - 1; i >= 0; i--)
        {
            tell(_batches[i].Appender, _batches[i].Batch);
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
