using EventLogDemo.Engine.Events;
using EventLogDemo.Engine.Ledger;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Stepping;
using EventLogDemo.Engine.Streams;
using EventLogDemo.Engine.Tests.Ledger;

namespace EventLogDemo.Engine.Tests.Streams;

/// <summary>A stream without threads, files and a real clock: it is stepped by hand, and every step is checked.</summary>
internal sealed class SteppedStream
{
    public const int PartitionCount = 3;

    private readonly MemoryStream _ledgerFile;

    public SteppedStream(LogStreamOptions options, IEventSource? source = null, MemoryStream? ledgerFile = null)
    {
        _ledgerFile = ledgerFile ?? new MemoryStream();
        RunLedger ledger = RunLedger.Create(_ledgerFile, LedgerSamples.Header);
        FakeAppender? appender = null;
        Task<RunWriter> opening = RunWriter.OpenAsync(
            new StreamIdentity("default", LedgerSamples.Header.Stream, LedgerSamples.Run),
            PartitionCount,
            options.Appender,
            ledger,
            onDelivery => ValueTask.FromResult<IEventAppender>(appender = new FakeAppender(onDelivery, options.Appender))).AsTask();
        Assert.True(opening.IsCompletedSuccessfully);
        Writer = opening.GetAwaiter().GetResult();
        Appender = appender!;
        Machine = new LogStreamMachine(source ?? new PatternSource(16), options, Writer);
    }

    public RunWriter Writer { get; }

    public FakeAppender Appender { get; }

    public LogStreamMachine Machine { get; }

    public StreamCounts Counts => Writer.Counts;

    public LogStreamState State => Machine.State;

    public bool HasEnded => Machine.Ended.IsCompleted;

    public TimeSpan Now { get; set; }

    public RunRecord ReadLedger() => LedgerSamples.ReadBack(_ledgerFile.ToArray());

    /// <summary>One step at the present moment.</summary>
    /// <returns>When the machine wants to run next.</returns>
    public TimeSpan Step()
    {
        StreamCounts before = Counts;
        TimeSpan next = Machine.Step(new StepTime(Now, DateTimeOffset.UnixEpoch + Now));
        Check(before);
        return next;
    }

    /// <summary>Steps whenever the machine wants to, and no later than every 10 ms, for a time.</summary>
    public void Run(TimeSpan time, Action? between = null)
    {
        TimeSpan end = Now + time;
        while (Now < end && !HasEnded)
        {
            TimeSpan next = Step();
            between?.Invoke();
            TimeSpan soon = Now + TimeSpan.FromMilliseconds(10);
            Now = next <= Now ? Now + TimeSpan.FromMicroseconds(100) : next < soon ? next : soon;
            Now = Now < end ? Now : end;
        }
    }

    private void Check(StreamCounts before)
    {
        StreamCounts counts = Counts;
        Assert.Equal(counts.Attempted, counts.Acked + counts.Failed + counts.Unknown + counts.Buffered + counts.Dropped);
        Assert.Equal(Appender.BufferedCount, counts.Buffered);
        Assert.Equal(Appender.Taken.Count, counts.Attempted - counts.Dropped);
        Assert.InRange(counts.Attempted - before.Attempted, 0, 2_000);
    }
}
