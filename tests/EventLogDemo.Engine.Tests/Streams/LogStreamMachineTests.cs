using EventLogDemo.Engine.Events;
using EventLogDemo.Engine.Ledger;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Streams;
using EventLogDemo.Engine.Tests.Ledger;
using FsCheck.Xunit;

namespace EventLogDemo.Engine.Tests.Streams;

public sealed class LogStreamMachineTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly LogStreamOptions Unpaced = new() { Rate = 0 };

    [Property(MaxTest = 80)]
    public void Whatever_happens_the_counts_add_up_and_the_ledger_tells_what_happened(int seed)
    {
        Random random = new(seed);
        SteppedStream stream = new(
            new LogStreamOptions
            {
                Rate = random.Next(3) == 0 ? 0 : random.Next(1, 20_000),
                OnFull = (FullPolicy)random.Next(2),
                Count = random.Next(2) == 0 ? random.Next(1, 20_000) : null,
                Appender = new AppenderOptions { BufferCount = random.Next(1, 400), BatchBytes = 1024 },
            },
            new ScriptedSource(_ => random.Next(50) == 0 ? SourceRead.TooLarge : SourceRead.Body));

        for (int turn = 0; turn < 600; turn++)
        {
            Act(stream, random);
            stream.Step();
            stream.Now += TimeSpan.FromMicroseconds(random.Next(0, 5_000));
        }

        stream.Machine.Stop();
        stream.Run(Second, () => stream.Appender.DeliverAll());

        Assert.True(stream.HasEnded);
        AssertDense(stream);
        AssertLedgerAgrees(stream);
    }

    [Fact]
    public void Full_buffer_makes_a_waiting_stream_stand_still_and_the_time_is_not_made_up()
    {
        SteppedStream stream = new(new LogStreamOptions { Rate = 100, Appender = new AppenderOptions { BufferCount = 50 } });
        stream.Run(5 * Second);
        Assert.Equal(50, stream.Counts.Attempted);
        Assert.Equal(LogStreamState.Running, stream.State);

        stream.Appender.DeliversAtOnce = true;
        stream.Appender.DeliverAll();
        stream.Run(Second);

        Assert.InRange(stream.Counts.Attempted, 149, 152);
        AssertDense(stream);
    }

    [Fact]
    public void Full_buffer_makes_a_dropping_stream_count_and_go_on()
    {
        SteppedStream stream = new(new LogStreamOptions
        {
            Rate = 100,
            OnFull = FullPolicy.Drop,
            Appender = new AppenderOptions { BufferCount = 50 },
        });

        stream.Run(5 * Second);

        Assert.InRange(stream.Counts.Attempted, 495, 505);
        Assert.Equal(stream.Counts.Attempted - 50, stream.Counts.Dropped);
    }

    [Fact]
    public void Dropped_event_leaves_no_gap_and_no_trace_in_the_ledger()
    {
        SteppedStream stream = new(new LogStreamOptions
        {
            Rate = 1_000,
            Count = 1_000,
            OnFull = FullPolicy.Drop,
            Appender = new AppenderOptions { BufferCount = 10 },
        });
        int turn = 0;

        stream.Run(5 * Second, () =>
        {
            if (++turn % 30 == 0)
            {
                stream.Appender.DeliverAll();
            }
        });

        Assert.Equal(LogStreamState.Completed, stream.State);
        Assert.Equal(1_000, stream.Counts.Attempted);
        Assert.True(stream.Counts is { Dropped: > 100, Acked: > 100 });
        AssertDense(stream);
        AssertLedgerAgrees(stream);
    }

    [Fact]
    public void Count_is_met_exactly_and_the_stream_waits_for_the_outcomes()
    {
        SteppedStream stream = new(Unpaced with { Count = 5_000 });
        stream.Run(Second);

        Assert.Equal(5_000, stream.Counts.Attempted);
        Assert.Equal(LogStreamState.Draining, stream.State);
        Assert.False(stream.ReadLedger().IsClosed);
        stream.Appender.DeliverAll();
        stream.Run(Second);

        Assert.Equal(LogStreamState.Completed, stream.State);
        Assert.True(stream.ReadLedger().IsClosed);
    }

    [Theory]
    [InlineData(100, 10, 1_000)]
    [InlineData(10, 1, 10)]
    [InlineData(5_000, 2, 10_000)]
    public void Duration_ends_the_stream_with_the_events_of_that_time(double rate, int seconds, long expected)
    {
        SteppedStream stream = new(new LogStreamOptions { Rate = rate, Duration = seconds * Second });
        stream.Appender.DeliversAtOnce = true;

        stream.Run(2 * seconds * Second);

        Assert.Equal(LogStreamState.Completed, stream.State);
        Assert.InRange(stream.Counts.Acked, expected * 0.99, (expected * 1.01) + 1);
    }

    [Fact]
    public void Duration_ends_a_stream_that_waits_for_room_or_is_suspended()
    {
        LogStreamOptions options = Unpaced with { Duration = Second, Appender = new AppenderOptions { BufferCount = 5 } };
        SteppedStream waiting = new(options);
        SteppedStream suspended = new(options);
        suspended.Machine.Suspend(true);

        waiting.Run(2 * Second);
        suspended.Run(2 * Second);

        Assert.Equal(LogStreamState.Draining, waiting.State);
        Assert.Equal(5, waiting.Counts.Attempted);
        Assert.Equal(LogStreamState.Completed, suspended.State);
    }

    [Fact]
    public void End_of_the_source_completes_the_stream()
    {
        SteppedStream stream = new(Unpaced, new PatternSource(16, count: 123));
        stream.Appender.DeliversAtOnce = true;

        stream.Run(Second);

        Assert.Equal(LogStreamState.Completed, stream.State);
        Assert.Equal(123, stream.Counts.Acked);
    }

    [Fact]
    public void Too_large_items_are_counted_and_passed_over()
    {
        SteppedStream stream = new(
            Unpaced, new ScriptedSource(read => read >= 30 ? SourceRead.End : read % 3 == 0 ? SourceRead.TooLarge : SourceRead.Body));
        stream.Appender.DeliversAtOnce = true;

        stream.Run(Second);

        Assert.Equal(10, stream.Counts.TooLarge);
        Assert.Equal(20, stream.Counts.Attempted);
        AssertDense(stream);
    }

    [Fact]
    public void Endless_too_large_items_do_not_keep_a_step_from_ending()
    {
        SteppedStream stream = new(Unpaced, new ScriptedSource(read => read < 100_000 ? SourceRead.TooLarge : SourceRead.End));

        stream.Step();

        Assert.InRange(stream.Counts.TooLarge, 1, 2_000);
    }

    [Fact]
    public void Suspended_stream_stands_still_and_resumes_at_its_rate()
    {
        SteppedStream stream = new(new LogStreamOptions { Rate = 1_000 });
        stream.Appender.DeliversAtOnce = true;
        stream.Run(Second);
        stream.Machine.Suspend(true);
        stream.Step();
        long before = stream.Counts.Attempted;

        stream.Run(5 * Second);
        Assert.Equal(LogStreamState.Suspended, stream.State);
        Assert.Equal(before, stream.Counts.Attempted);
        stream.Machine.Suspend(false);
        stream.Run(Second);

        Assert.Equal(LogStreamState.Running, stream.State);
        Assert.InRange(stream.Counts.Attempted - before, 990, 1_010);
        AssertDense(stream);
    }

    [Fact]
    public void Rate_changes_while_running()
    {
        SteppedStream stream = new(new LogStreamOptions { Rate = 100 });
        stream.Appender.DeliversAtOnce = true;
        stream.Run(Second);
        long before = stream.Counts.Attempted;

        stream.Machine.Rate = 10_000;
        stream.Run(Second);

        Assert.InRange(stream.Counts.Attempted - before, 9_900, 10_100);
    }

    [Fact]
    public void Outcomes_reach_the_ledger_while_the_stream_runs_and_while_it_is_suspended()
    {
        SteppedStream stream = new(new LogStreamOptions { Rate = 10 });
        stream.Run(Second);
        stream.Machine.Suspend(true);
        stream.Step();
        stream.Appender.DeliverAll();

        stream.Run(TimeSpan.FromMilliseconds(250));

        Assert.Equal(10, stream.ReadLedger().Partitions.Values.Sum(partition => partition.Acked.Count));
    }

    [Fact]
    public void Source_that_breaks_fails_the_stream_and_what_it_gave_is_still_delivered()
    {
        SteppedStream stream = new(Unpaced, new ScriptedSource(read => read < 10 ? SourceRead.Body : throw new IOException("gone")));
        stream.Run(Second);
        Assert.Equal(LogStreamState.Draining, stream.State);

        stream.Appender.DeliverAll();
        stream.Run(Second);

        Assert.Equal(LogStreamState.Failed, stream.State);
        Assert.Equal("gone", stream.Machine.Failure?.Message);
        Assert.Equal(10, stream.Counts.Acked);
        Assert.True(stream.ReadLedger().IsClosed);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(20L)]
    public void Full_disk_of_the_log_fails_the_stream_also_when_it_only_drains(long? count)
    {
        SteppedStream stream = new(new LogStreamOptions { Rate = 100, Count = count });
        stream.Run(Second);
        stream.Appender.Deliver(0, DeliveryOutcome.Acked);

        stream.Appender.DeliverAll(DeliveryOutcome.Failed, new DiskFullException("log.db"));
        stream.Run(Second);

        Assert.Equal(LogStreamState.Failed, stream.State);
        Assert.IsType<DiskFullException>(stream.Machine.Failure);
        Assert.Equal(1, stream.Counts.Acked);
        Assert.Equal(stream.Counts.Attempted - 1, stream.Counts.Failed);
    }

    [Fact]
    public void Other_failed_and_unknown_outcomes_are_only_counted()
    {
        SteppedStream stream = new(new LogStreamOptions { Rate = 100 });
        stream.Run(Second);
        stream.Appender.Deliver(5, DeliveryOutcome.Unknown, new DeliveryTimeoutException("kafka", Second));
        stream.Appender.DeliverAll(DeliveryOutcome.Failed, new DeliveryTimeoutException("kafka", Second));

        stream.Run(Second);

        Assert.Equal(LogStreamState.Running, stream.State);
        Assert.Equal(1, stream.Counts.Unknown);
        Assert.InRange(stream.Counts.Failed, 98, 100);
    }

    [Fact]
    public void Ledger_without_room_for_a_reservation_fails_the_stream()
    {
        FillingStream file = new();
        SteppedStream stream = new(Unpaced, ledgerFile: file);
        stream.Appender.DeliversAtOnce = true;
        stream.Step();
        file.Room = 0;

        stream.Run(Second);

        Assert.Equal(LogStreamState.Failed, stream.State);
        Assert.IsType<DiskFullException>(stream.Machine.Failure);
        AssertReserved(stream);
    }

    [Fact]
    public void Stopped_stream_delivers_what_it_has_and_produces_nothing_more()
    {
        SteppedStream stream = new(Unpaced);
        stream.Step();
        long before = stream.Counts.Attempted;

        stream.Machine.Stop();
        stream.Run(Second);
        Assert.Equal(LogStreamState.Draining, stream.State);
        Assert.Equal(before, stream.Counts.Attempted);
        stream.Appender.DeliverAll();
        stream.Run(Second);

        Assert.Equal(LogStreamState.Stopped, stream.State);
        AssertLedgerAgrees(stream);
    }

    [Fact]
    public void Partitions_take_turns_in_blocks_of_a_batch()
    {
        SteppedStream stream = new(Unpaced with { Count = 3_000, Appender = new AppenderOptions { BatchBytes = 16 * 1024 } });
        stream.Run(Second);

        List<(int Partition, int Length)> blocks = [];
        foreach (EventIdentity identity in stream.Appender.Taken)
        {
            if (blocks.Count > 0 && blocks[^1].Partition == identity.Partition)
            {
                blocks[^1] = (identity.Partition, blocks[^1].Length + 1);
            }
            else
            {
                blocks.Add((identity.Partition, 1));
            }
        }

        // 16 KiB in events of 48 + 16 bytes; one more may begin before the block counts as full.
        Assert.All(blocks.SkipLast(1), block => Assert.InRange(block.Length, 256, 257));
        Assert.Equal(Enumerable.Range(0, blocks.Count).Select(i => (blocks[0].Partition + i) % 3), blocks.Select(block => block.Partition));
    }

    [Fact]
    public void Slow_stream_spreads_over_all_partitions()
    {
        SteppedStream stream = new(new LogStreamOptions { Rate = 10 });

        stream.Run(3 * Second);

        Assert.Equal([10, 10, 10], stream.Appender.Taken.CountBy(identity => identity.Partition).Select(pair => pair.Value));
    }

    private static void Act(SteppedStream stream, Random random)
    {
        switch (random.Next(40))
        {
            case 0:
                stream.Machine.Suspend(random.Next(2) == 0);
                break;
            case 1:
                stream.Machine.Rate = random.Next(4) == 0 ? 0 : random.Next(1, 100_000);
                break;
            case 2:
                stream.Appender.DeliversAtOnce = !stream.Appender.DeliversAtOnce;
                break;
            default:
                for (int i = random.Next(60); i > 0 && stream.Appender.BufferedCount > 0; i--)
                {
                    stream.Appender.Deliver(random.Next((int)stream.Appender.BufferedCount), (DeliveryOutcome)random.Next(3));
                }

                break;
        }
    }

    private static void AssertDense(SteppedStream stream) =>
        Assert.All(stream.Appender.Taken.GroupBy(identity => identity.Partition), partition =>
            Assert.Equal(Enumerable.Range(0, partition.Count()).Select(seq => (long)seq), partition.Select(identity => identity.Seq)));

    private static void AssertReserved(SteppedStream stream)
    {
        RunRecord run = stream.ReadLedger();
        Assert.All(stream.Appender.Taken, identity => Assert.True(run.Partitions[identity.Partition].Reserved.Contains(identity.Seq)));
    }

    private static void AssertLedgerAgrees(SteppedStream stream)
    {
        RunRecord run = stream.ReadLedger();
        Assert.True(run.IsClosed);
        AssertReserved(stream);
        Assert.Equal(stream.Counts.Acked, run.Partitions.Values.Sum(partition => partition.Acked.Count));
        Assert.Equal(stream.Counts.Failed, run.Partitions.Values.Sum(partition => partition.Failed.Count));
        Assert.Equal(stream.Counts.Unknown, run.Partitions.Values.Sum(partition => partition.Unknown.Count));
        foreach (((int partition, long seq), DeliveryOutcome outcome) in stream.Appender.Outcomes)
        {
            PartitionRecord record = run.Partitions[partition];
            Assert.Equal(outcome == DeliveryOutcome.Acked, record.Acked.Contains(seq));
            Assert.Equal(outcome == DeliveryOutcome.Failed, record.Failed.Contains(seq));
        }
    }
}
