using System.Buffers.Binary;
using System.Text;
using EventLogDemo.Engine.Ledger;
using EventLogDemo.Engine.Pipelines;
using FsCheck.Xunit;
using static EventLogDemo.Engine.Tests.Ledger.LedgerSamples;

namespace EventLogDemo.Engine.Tests.Ledger;

public sealed class LedgerReaderTests : IDisposable
{
    // Header of 128 bytes, then Reserved(0: 0..16), Acked(0: 0..3), Acked(0: 5..9), Closed.
    private static readonly byte[] Sample = MakeSample();
    private static readonly int RecordsStart = Sample.Length - (4 * LedgerFile.RecordSize);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eventlogdemo-ledger-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Bytes_of_version_1_are_pinned()
    {
        // Computed from the documented layout by other means.
        string expected = string.Concat(
            "454C444C4544475201000700800000000192F0C12D3E7F408A5B6C7D8E9FA0B1",
            "0192F0C000007000800000000000000140222018240A06001600070000000000",
            "5379736C6F672C203130323420422C2073656564203772617465203130000000",
            "00000000000000000000000000000000000000000000000000000000B5D5CA4C",
            "010000000000000000000000000000001000000000000000000000000867DD8D",
            "02000000000000000000000000000000030000000000000000000000235F85F4",
            "02000000000000000500000000000000040000000000000000000000B36697AB",
            "050000000000000040822D18240A06000100000000000000000000003AEC85C4");

        Assert.Equal(expected, Convert.ToHexString(Sample));
    }

    [Property(MaxTest = 300)]
    public void Torn_tail_is_ignored_and_counted(ushort cut)
    {
        int length = RecordsStart + (cut % (Sample.Length - RecordsStart));

        RunRecord run = ReadBack(Sample[..length]);

        Assert.False(run.IsClosed);
        Assert.Equal((length - RecordsStart) % LedgerFile.RecordSize, run.IgnoredTailBytes);
    }

    [Property(MaxTest = 500)]
    public void Any_flipped_bit_in_a_record_ends_the_reading_there(ushort position, byte bit)
    {
        int flipped = RecordsStart + (position % (Sample.Length - RecordsStart));
        byte[] damaged = [.. Sample];
        damaged[flipped] ^= (byte)(1 << (bit % 8));

        RunRecord run = ReadBack(damaged);

        int intact = (flipped - RecordsStart) / LedgerFile.RecordSize;
        Assert.Equal(Sample.Length - RecordsStart - (intact * LedgerFile.RecordSize), run.IgnoredTailBytes);
        Assert.Equal(intact >= 1 ? 16 : 0, run.Partitions.GetValueOrDefault(0)?.Reserved.Count ?? 0);
        Assert.Equal(intact switch { >= 3 => 7, 2 => 3, _ => 0 }, run.Partitions.GetValueOrDefault(0)?.Acked.Count ?? 0);
    }

    [Property(MaxTest = 500)]
    public void Any_flipped_bit_in_the_header_is_an_error(ushort position, byte bit)
    {
        byte[] damaged = [.. Sample];
        damaged[position % RecordsStart] ^= (byte)(1 << (bit % 8));

        Exception? failure = Record.Exception(() => ReadBack(damaged));

        // A flip in the version's two bytes reads as a newer version, or as version 0 with a CRC that no longer fits.
        Assert.True(failure is DataCorruptException or DataFormatException, failure?.ToString());
    }

    [Property(MaxTest = 200)]
    public void Incomplete_header_is_an_error(byte cut) =>
        Assert.Throws<DataCorruptException>(() => ReadBack(Sample[..(cut % RecordsStart)]));

    [Fact]
    public void Newer_version_is_refused_by_number()
    {
        byte[] newer = [.. Sample];
        BinaryPrimitives.WriteUInt16LittleEndian(newer.AsSpan(8), 2);

        DataFormatException failure = Assert.Throws<DataFormatException>(() => ReadBack(newer));

        Assert.Equal(2, failure.Found);
        Assert.Equal(1, failure.Known);
    }

    [Fact]
    public void Zeros_behind_the_records_are_a_torn_tail()
    {
        RunRecord run = ReadBack([.. Sample[..^LedgerFile.RecordSize], .. new byte[4096]]);

        Assert.False(run.IsClosed);
        Assert.Equal(4096, run.IgnoredTailBytes);
        Assert.Equal(7, run.Partitions[0].Acked.Count);
    }

    [Fact]
    public void Bytes_behind_the_end_of_a_run_are_ignored()
    {
        RunRecord run = ReadBack([.. Sample, .. Sample.AsSpan(RecordsStart, LedgerFile.RecordSize)]);

        Assert.True(run.IsClosed);
        Assert.Equal(LedgerFile.RecordSize, run.IgnoredTailBytes);
    }

    [Fact]
    public void More_records_than_one_read_holds_are_all_read()
    {
        MemoryStream storage = new();
        using RunLedger ledger = RunLedger.Create(storage, Header);
        for (int seq = 0; seq < 20_000; seq += 2)
        {
            ledger.Record(Report(0, seq, 1));
        }

        ledger.Close(0);

        Assert.Equal(10_000, ReadBack(storage.ToArray()).Partitions[0].Acked.Count);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("/logs/süß/日本.log", "🙂")]
    public void Texts_of_the_header_come_back(string source, string options)
    {
        RunRecord run = WriteHeader(Header with { Source = source, Options = options });

        Assert.Equal(source, run.Header.Source);
        Assert.Equal(options, run.Header.Options);
    }

    [Fact]
    public void Long_text_of_the_header_is_cut_at_the_end_of_a_character()
    {
        RunRecord run = WriteHeader(Header with { Source = new string('€', 30_000), Options = new string('x', 20_000) });

        Assert.Equal(new string('€', 16_384 / 3), run.Header.Source);
        Assert.Equal(16_384, Encoding.UTF8.GetByteCount(run.Header.Options));
    }

    [Fact]
    public void Folder_without_ledgers_has_no_runs() =>
        Assert.Empty(LedgerReader.ReadRuns(Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString()), Header.PipelineId));

    [Fact]
    public void Runs_of_a_folder_come_oldest_first_without_the_one_that_never_began()
    {
        Guid younger = new("0192f0c1-2d3f-7000-8000-000000000001");
        RunLedger.Create(_folder.FullName, Header with { Run = younger }).Dispose();
        RunLedger.Create(_folder.FullName, Header).Dispose();
        File.WriteAllBytes(LedgerFile.PathOf(_folder.FullName, Guid.Empty), []);

        Assert.Equal([Run, younger], ReadRuns(_folder.FullName, Header.PipelineId).Select(run => run.Header.Run));
    }

    [Fact]
    public void Damaged_and_foreign_files_make_their_own_runs_unreadable_and_no_others()
    {
        Guid[] runs = [.. Enumerable.Range(1, 6).Select(last => new Guid($"0192f0c1-2d3f-7000-8000-00000000000{last}"))];
        RunLedger.Create(_folder.FullName, Header with { Run = runs[0] }).Dispose();
        File.WriteAllText(LedgerFile.PathOf(_folder.FullName, runs[1]), "notes");
        RunLedger.Create(_folder.FullName, Header with { Run = runs[2], PipelineId = Guid.NewGuid() }).Dispose();
        File.Copy(LedgerFile.PathOf(_folder.FullName, runs[0]), LedgerFile.PathOf(_folder.FullName, runs[3]));
        byte[] newer = [.. Sample];
        BinaryPrimitives.WriteUInt16LittleEndian(newer.AsSpan(8), 2);
        File.WriteAllBytes(LedgerFile.PathOf(_folder.FullName, runs[4]), newer);
        RunLedger.Create(_folder.FullName, Header with { Run = runs[5] }).Dispose();
        File.WriteAllText(Path.Combine(_folder.FullName, LedgerFile.FolderName, "notes.ledger"), "not named as a run's");

        RunReading[] readings = [.. LedgerReader.ReadRuns(_folder.FullName, Header.PipelineId)];

        Assert.Equal(runs, readings.Select(reading => reading.Run));
        Assert.Equal([true, false, false, false, false, true], readings.Select(reading => reading.IsReadable));
        Assert.Equal(
            [null, "DataCorrupt", "DataCorrupt", "DataCorrupt", "DataFormat", null], readings.Select(reading => reading.Failure?.Id));
        Assert.Contains("another pipeline", readings[2].Failure!.Message, StringComparison.Ordinal);
        Assert.Contains("another run", readings[3].Failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_is_read_when_it_is_asked_for()
    {
        Guid younger = new("0192f0c1-2d3f-7000-8000-000000000001");
        RunLedger.Create(_folder.FullName, Header).Dispose();
        using RunLedger late = RunLedger.Create(_folder.FullName, Header with { Run = younger });
        using IEnumerator<RunReading> runs = LedgerReader.ReadRuns(_folder.FullName, Header.PipelineId).GetEnumerator();
        Assert.True(runs.MoveNext());

        late.Reserve(0, 0, 5);

        Assert.True(runs.MoveNext());
        Assert.Equal(5, runs.Current.Record!.Partitions[0].Reserved.Count);
        Assert.False(runs.MoveNext());
    }

    private static RunRecord WriteHeader(LedgerHeader header)
    {
        MemoryStream storage = new();
        RunLedger.Create(storage, header).Dispose();
        return ReadBack(storage.ToArray());
    }

    private static byte[] MakeSample()
    {
        MemoryStream storage = new();
        using RunLedger ledger = RunLedger.Create(storage, Header);
        ledger.Reserve(0, 0, 16);
        ledger.Record(Report(0, 0, 3));
        ledger.Record(Report(0, 5, 4));
        ledger.Close(1_700_000_001_000_000);
        return storage.ToArray();
    }
}
