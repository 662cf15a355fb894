using EventLogDemo.Engine.Events;
using EventLogDemo.Engine.Ledger;
using EventLogDemo.Engine.Metrics;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Stepping;
using EventLogDemo.Engine.Streams;

namespace EventLogDemo.Integration.Tests.Pipelines;

/// <summary>A stream into a pipeline, and how far the pipeline was when it began.</summary>
internal sealed class PipelineLoad : IAsyncDisposable
{
    /// <summary>Maximum wait of a test; a wait ends as soon as its condition holds.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromMinutes(4);

    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(250);

    private readonly Pipeline _pipeline;
    private readonly Pipeline _watched;
    private readonly PipelineMetric _before;
    private readonly bool _endsByItself;

    private PipelineLoad(
        Pipeline pipeline, Pipeline watched, LogStream stream, bool endsByItself, PipelineMetric before, IReadOnlyList<long> begins)
    {
        _pipeline = pipeline;
        _watched = watched;
        Stream = stream;
        _endsByItself = endsByItself;
        _before = before;
        Begins = begins;
    }

    public LogStream Stream { get; }

    /// <summary>End offsets of the partitions when the stream started.</summary>
    public IReadOnlyList<long> Begins { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Starts a stream of events of 1 KB into an idle pipeline.</summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="options">The stream.</param>
    /// <param name="watched">The same pipeline, attached with other limits, if it is to be sampled with them.</param>
    public static async Task<PipelineLoad> StartAsync(Pipeline pipeline, LogStreamOptions options, Pipeline? watched = null)
    {
        PipelineMetric before = await PipelineWait.DrainedAsync(pipeline, Deadline, Token);
        IReadOnlyList<long> begins = await pipeline.Ports.Log.GetEndOffsetsAsync(Token);
        LogStream stream = await StreamRoster.Of(pipeline).StartAsync(EventGenerator.Create(new GeneratorOptions()), options, Token);
        return new PipelineLoad(pipeline, watched ?? pipeline, stream, endsByItself: options.Count is not null, before, begins);
    }

    /// <summary>Ends the stream of a failed test: the pipeline is shared, and the next test counts its events.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!Stream.Completion.IsCompleted)
        {
            await Stream.StopAsync(drain: false, CancellationToken.None).WaitAsync(Deadline, TimeProvider.System, CancellationToken.None);
        }
    }

    public async Task<PipelineMetric> SampleAsync() => await MetricSampler.Of(_watched).SampleAsync(Token);

    /// <summary>Waits for a sample that meets a condition.</summary>
    public async Task<PipelineMetric> UntilAsync(Func<PipelineMetric, bool> shows, string what)
    {
        long asked = TimeProvider.System.GetTimestamp();
        while (true)
        {
            PipelineMetric sample = await SampleAsync();
            if (shows(sample))
            {
                return sample;
            }

            Assert.True(TimeProvider.System.GetElapsedTime(asked) < Deadline, $"not within {Deadline}: {what}. Last: {sample}");
            await Task.Delay(LookAgainAfter, TimeProvider.System, Token);
        }
    }

    /// <summary>Waits until a number of further events are acknowledged.</summary>
    public Task<PipelineMetric> FlowsAsync(int count)
    {
        long target = Stream.Counts.Acked + count;
        return UntilAsync(_ => Stream.Counts.Acked >= target, $"{count} more acknowledged events");
    }

    /// <summary>Waits until everything that is currently in flight is stored, while the stream continues.</summary>
    public Task<PipelineMetric> CatchUpAsync() => PipelineWait.DrainedAsync(_pipeline, Deadline, Token);

    /// <summary>Ends the stream (at its count, if it has one) and waits until all of it is stored.</summary>
    /// <param name="timeout">How long to wait for each of the two; by default <see cref="Deadline"/>.</param>
    /// <returns>The stream's counts, events in Kafka and, if they can be counted, rows in Cassandra since its start.</returns>
    public async Task<(StreamCounts Counts, long InKafka, long? InCassandra)> DrainAsync(TimeSpan? timeout = null)
    {
        Task end = _endsByItself ? Stream.Completion : Stream.StopAsync(drain: true, Token);
        await end.WaitAsync(timeout ?? Deadline, TimeProvider.System, Token);
        PipelineMetric drained = await PipelineWait.DrainedAsync(_pipeline, timeout ?? Deadline, Token);
        Assert.Equal(_before.DeadLetterCount, drained.DeadLetterCount);
        return (
            Stream.Counts,
            drained.KafkaCount - _before.KafkaCount,
            _pipeline.Ports.Store.CanRead ? drained.CassandraCount - _before.CassandraCount : null);
    }

    /// <summary>
    /// Compares Kafka, event by event, with the stream's ledger: acknowledged events are there, failed ones are not, and
    /// there are no events that were never produced.
    /// </summary>
    /// <returns>How many more records than events there are.</returns>
    public async Task<long> AssertKafkaHoldsWhatTheLedgerSaysAsync()
    {
        RunRecord run = LedgerReader.Read(LedgerFile.PathOf(_pipeline.Folder, Stream.Run));
        long repeated = 0;
        foreach ((int partition, PartitionRecord expected) in run.Partitions)
        {
            (IntervalSet found, long records) = await ReadSeqsAsync(_pipeline.Ports.Log, Stream.Run, partition, Begins[partition]);
            repeated += records - found.Count;
            Assert.True(expected.Acked.Except(found).IsEmpty, $"acknowledged and not in partition {partition}: {expected.Acked.Except(found)}");
            IntervalSet failedAndFound = expected.Failed.Except(expected.Failed.Except(found));
            Assert.True(failedAndFound.IsEmpty, $"failed and in partition {partition}: {failedAndFound}");
            Assert.True(found.Except(expected.Reserved).IsEmpty, $"never produced and in partition {partition}: {found.Except(expected.Reserved)}");
        }

        return repeated;
    }

    /// <summary>Reads which seqs of a run a partition holds, and how many records have them.</summary>
    public static async Task<(IntervalSet Seqs, long Records)> ReadSeqsAsync(IEventLog log, Guid run, int partition, long from)
    {
        IntervalSet seqs = new();
        long records = 0;
        EventBatch batch = new();
        await using IEventReader reader = log.OpenReader();
        while (await reader.ReadAsync(partition, from, batch, Token) is var next && next > from)
        {
            for (int i = 0; i < batch.Count; i++)
            {
                if (batch[i].Identity.Run == run)
                {
                    seqs.Add(batch[i].Identity.Seq, batch[i].Identity.Seq + 1);
                    records++;
                }
            }

            from = next;
        }

        return (seqs, records);
    }
}
