using EventLogDemo.Engine.Ledger;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Stepping;
using FsCheck.Xunit;
using static EventLogDemo.Engine.Tests.Ledger.LedgerSamples;

namespace EventLogDemo.Engine.Tests.Ledger;

public sealed class RunLedgerTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eventlogdemo-ledger-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void What_was_written_is_read_back()
    {
        using (RunLedger ledger = RunLedger.Create(_folder.FullName, Header))
        {
            ledger.Reserve(0, 0, 100);
            ledger.Reserve(1, 0, 100);
            ledger.Reserve(1, 100, 100);
            ledger.Record(Report(0, 0, 50));
            ledger.Record(Report(1, 0, 10, DeliveryOutcome.Failed));
            ledger.Record(Report(1, 10, 5, DeliveryOutcome.Unknown));
            ledger.Close(1_700_000_001_000_000);
        }

        RunRecord run = Assert.Single(ReadRuns(_folder.FullName, Header.PipelineId));

        Assert.Equal(Header, run.Header);
        Assert.Equal(new DateTimeOffset(2023, 11, 14, 22, 13, 20, TimeSpan.Zero).AddTicks(1_234_560), run.CreatedAt);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1_700_000_001), run.ClosedAt);
        Assert.Equal(0, run.IgnoredTailBytes);
        Assert.Equal("[0,100)", run.Partitions[0].Reserved.ToString());
        Assert.Equal("[0,50)", run.Partitions[0].Acked.ToString());
        Assert.Equal("[0,200)", run.Partitions[1].Reserved.ToString());
        Assert.Equal("[0,10)", run.Partitions[1].Failed.ToString());
        Assert.Equal("[10,15)", run.Partitions[1].Unknown.ToString());
    }

    [Fact]
    public void Reservation_is_in_the_file_when_the_call_returns()
    {
        using RunLedger ledger = RunLedger.Create(_folder.FullName, Header);

        ledger.Reserve(3, 0, 65_536);

        RunRecord run = LedgerReader.Read(LedgerFile.PathOf(_folder.FullName, Run));
        Assert.Equal("[0,65536)", run.Partitions[3].Reserved.ToString());
        Assert.False(run.IsClosed);
    }

    [Fact]
    public void Outcomes_are_in_the_file_after_a_flush_and_not_before()
    {
        using RunLedger ledger = RunLedger.Create(_folder.FullName, Header);
        ledger.Record(Report(0, 0, 3));

        Assert.Empty(LedgerReader.Read(LedgerFile.PathOf(_folder.FullName, Run)).Partitions);
        ledger.Flush();

        Assert.Equal(3, LedgerReader.Read(LedgerFile.PathOf(_folder.FullName, Run)).Partitions[0].Acked.Count);
    }

    [Fact]
    public void Second_writer_of_a_run_is_refused_and_the_first_goes_on()
    {
        using RunLedger first = RunLedger.Create(_folder.FullName, Header);

        Assert.Throws<DataFolderAccessException>(() => RunLedger.Create(_folder.FullName, Header));

        first.Reserve(0, 0, 1);
        Assert.Single(ReadRuns(_folder.FullName, Header.PipelineId));
    }

    [Fact]
    public void Adjacent_reports_become_one_record()
    {
        MemoryStream storage = new();
        using RunLedger ledger = RunLedger.Create(storage, Header);
        long before = storage.Length;

        for (int seq = 0; seq < 1_000; seq++)
        {
            ledger.Record(Report(0, seq, 1));
        }

        ledger.Flush();
        Assert.Equal(32, storage.Length - before);
    }

    [Property(MaxTest = 50)]
    public void Outcomes_in_any_order_with_flushes_anywhere_add_up(int seed)
    {
        const int Events = 5_000;
        Random random = new(seed);
        (int Partition, long Seq, DeliveryOutcome Outcome)[] reports = [.. Enumerable.Range(0, Events)
            .Select(i => (i % 3, (long)(i / 3), (DeliveryOutcome)random.Next(3)))];
        random.Shuffle(reports);
        MemoryStream storage = new();
        using (RunLedger ledger = RunLedger.Create(storage, Header))
        {
            foreach ((int partition, long seq, DeliveryOutcome outcome) in reports)
            {
                ledger.Record(Report(partition, seq, 1, outcome));
                if (random.Next(800) == 0)
                {
                    ledger.Flush();
                }
            }

            ledger.Close(0);
        }

        RunRecord run = ReadBack(storage.ToArray());

        foreach (PartitionRecord partition in run.Partitions.Values)
        {
            Assert.Equal(SeqsOf(partition.Partition, DeliveryOutcome.Acked), Values(partition.Acked));
            Assert.Equal(SeqsOf(partition.Partition, DeliveryOutcome.Failed), Values(partition.Failed));
            Assert.Equal(SeqsOf(partition.Partition, DeliveryOutcome.Unknown), Values(partition.Unknown));
        }

        IEnumerable<long> SeqsOf(int partition, DeliveryOutcome outcome) => reports
            .Where(report => report.Partition == partition && report.Outcome == outcome).Select(report => report.Seq).Order();
    }

    [Fact]
    public void Same_calls_make_the_same_bytes()
    {
        Assert.Equal(WriteSome(), WriteSome());

        static byte[] WriteSome()
        {
            MemoryStream storage = new();
            using RunLedger ledger = RunLedger.Create(storage, Header);
            ledger.Reserve(2, 0, 65_536);
            ledger.Record(Report(2, 5, 10));
            ledger.Record(Report(2, 20, 10, DeliveryOutcome.Unknown));
            ledger.Flush();
            ledger.Record(Report(0, 0, 1));
            ledger.Close(99);
            return storage.ToArray();
        }
    }

    [Fact]
    public void Recording_allocates_nothing_once_warm()
    {
        using RunLedger ledger = RunLedger.Create(new MemoryStream(new byte[1 << 20]), Header);
        RecordSome(ledger, 0);
        RecordSome(ledger, 10_000);

        Assert.Equal(0, Allocations.LeastOf(round => RecordSome(ledger, 20_000 + (10_000 * round))));

        static void RecordSome(RunLedger ledger, int from)
        {
            for (int seq = from; seq < from + 10_000; seq += 2)
            {
                ledger.Record(Report(seq % 4, seq, 1, (DeliveryOutcome)(seq % 3)));
            }

            ledger.Flush();
        }
    }

    [Fact]
    public void Reports_from_several_threads_are_all_kept()
    {
        MemoryStream storage = new();
        using RunLedger ledger = RunLedger.Create(storage, Header);

        Parallel.For(0, 8, partition =>
        {
            for (int seq = 0; seq < 5_000; seq++)
            {
                ledger.Record(Report(partition, seq, 1));
                if (seq % 500 == 0)
                {
                    ledger.Flush();
                }
            }
        });

        ledger.Close(0);
        Assert.All(ReadBack(storage.ToArray()).Partitions.Values, partition => Assert.Equal("[0,5000)", partition.Acked.ToString()));
    }

    [Fact]
    public void Full_disk_is_named_and_what_was_pending_is_written_when_there_is_room_again()
    {
        FillingStream storage = new();
        using RunLedger ledger = RunLedger.Create(storage, Header);
        ledger.Reserve(0, 0, 10);
        ledger.Record(Report(0, 0, 5));
        ledger.Record(Report(1, 3, 4));
        storage.Room = 40;

        Assert.Throws<DiskFullException>(ledger.Flush);
        Assert.Throws<DiskFullException>(() => ledger.Reserve(0, 10, 10));
        Assert.Equal("[0,10)", ReadBack(storage.ToArray()).Partitions[0].Reserved.ToString());
        storage.Room = long.MaxValue;
        ledger.Close(0);

        RunRecord run = ReadBack(storage.ToArray());
        Assert.True(run.IsClosed);
        Assert.Equal("[0,10)", run.Partitions[0].Reserved.ToString());
        Assert.Equal("[0,5)", run.Partitions[0].Acked.ToString());
        Assert.Equal("[3,7)", run.Partitions[1].Acked.ToString());
    }

    [Fact]
    public void Run_whose_header_does_not_fit_on_the_disk_is_not_begun()
    {
        FillingStream storage = new() { Room = 10 };

        Assert.Throws<DiskFullException>(() => RunLedger.Create(storage, Header));
    }

    [Fact]
    public void Closed_ledger_takes_no_reservation()
    {
        using RunLedger ledger = RunLedger.Create(new MemoryStream(), Header);
        ledger.Close(0);
        ledger.Close(0);

        Assert.Throws<ObjectDisposedException>(() => ledger.Reserve(0, 0, 1));
    }

    private static IEnumerable<long> Values(IntervalSet set) =>
        set.Ranges.ToArray().SelectMany(range => Enumerable.Range((int)range.Start, (int)range.Count).Select(value => (long)value));
}
