using System.Diagnostics;
using EventLogDemo.CrashChild;
using EventLogDemo.Engine.Embedded;
using EventLogDemo.Engine.Environments;
using EventLogDemo.Engine.Ledger;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Stepping;
using EventLogDemo.Engine.Streams;
using EventLogDemo.Engine.Tests.Conformance;
using EventLogDemo.Engine.Tests.Ledger;
using EventLogDemo.Engine.Tests.Streams;

namespace EventLogDemo.Engine.Tests.Embedded;

/// <summary>Kills a real process under load, twenty times on one folder, and checks the data afterwards.</summary>
public sealed class CrashTests : IDisposable
{
    private const int Kills = 20;
    private const int AcknowledgementsEach = 10_000;

    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"eventlogdemo-crash-{Guid.NewGuid():N}");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Kill_twenty_times_at_append_commit_and_checkpoint_every_acknowledged_event_is_stored_once()
    {
        CrashPoint[] points = [CrashPoint.Append, CrashPoint.BeforeCommit, CrashPoint.AfterCommit, CrashPoint.Store, CrashPoint.Checkpoint];
        Dictionary<Guid, Dictionary<int, IntervalSet>> acknowledged = [];
        for (int kill = 0; kill < Kills; kill++)
        {
            (Guid run, Dictionary<int, IntervalSet> seqs) = await CrashProcess.RunUntilKilledAsync(
                TestContext.Current.CancellationToken, _folder, points[kill % points.Length].ToString(), $"{AcknowledgementsEach}");
            Assert.True(seqs.Values.Sum(set => set.Count) >= AcknowledgementsEach);
            acknowledged.Add(run, seqs);
        }

        await using PipelineFixture fixture = new(await new EmbeddedEnvironment(TimeProvider.System).ConnectAsync(
            _folder, new PipelineOptions(), progress: null, TestContext.Current.CancellationToken));
        await PipelineFixture.UntilAsync(
            async () => (await fixture.Ports.Log.GetEndOffsetsAsync(TestContext.Current.CancellationToken)).SequenceEqual(
                await fixture.Ports.Log.GetCommittedOffsetsAsync(TestContext.Current.CancellationToken)),
            "everything committed");
        Dictionary<Guid, Dictionary<int, IntervalSet>> stored = await ReadStoreAsync(fixture);
        foreach ((Guid run, Dictionary<int, IntervalSet> partitions) in acknowledged)
        {
            foreach ((int partition, IntervalSet seqs) in partitions)
            {
                IntervalSet lost = seqs.Except(stored[run][partition]);
                Assert.True(lost.IsEmpty, $"lost of run {run}, partition {partition}: {lost}");
            }
        }

        AssertLedgersHold(stored);
    }

    [Theory]
    [InlineData(nameof(CrashPoint.FolderOwned), false)]
    [InlineData(nameof(CrashPoint.ManifestWritten), true)]
    [InlineData(nameof(CrashPoint.LogOpened), true)]
    [InlineData(nameof(CrashPoint.PartsOpened), true)]
    public async Task Kill_during_the_start_leaves_a_folder_that_can_be_used(string point, bool hasManifest)
    {
        using (Process child = CrashProcess.Start(_folder, point, "0"))
        {
            try
            {
                byte[] range = new byte[AcknowledgementPipe.RangeSize];
                await child.StandardOutput.BaseStream.ReadExactlyAsync(range, TestContext.Current.CancellationToken);
            }
            finally
            {
                child.Kill();
                await child.WaitForExitAsync(CancellationToken.None);
            }
        }

        EmbeddedEnvironment environment = new(TimeProvider.System);
        PipelineOptions options = new() { Path = _folder };
        for (int opened = 0; opened < 2; opened++)
        {
            await using PipelineFixture fixture = new(
                hasManifest || opened > 0
                    ? await environment.ConnectAsync(_folder, options, progress: null, TestContext.Current.CancellationToken)
                    : await environment.StartAsync(options, progress: null, TestContext.Current.CancellationToken));
            Assert.False(fixture.Pipeline.Manifest.IsStarting);
            LogStream stream = await StreamRoster.Of(fixture.Pipeline).StartAsync(
                new PatternSource(100, 100), new LogStreamOptions { Rate = 0 }, TestContext.Current.CancellationToken);
            await stream.Completion.WaitAsync(PipelineFixture.Deadline, TimeProvider.System, TestContext.Current.CancellationToken);
            int rows = 100 * (opened + 1);
            await PipelineFixture.UntilAsync(async () => await fixture.RowCountAsync() == rows, $"{rows} rows");
        }
    }

    // Also detects duplicates: every row of a partition must have a new seq.
    private static async Task<Dictionary<Guid, Dictionary<int, IntervalSet>>> ReadStoreAsync(PipelineFixture fixture)
    {
        Dictionary<Guid, Dictionary<int, IntervalSet>> stored = [];
        long rows = 0;
        for (int partition = 0; partition < fixture.Ports.Log.PartitionCount; partition++)
        {
            foreach ((long offset, Engine.Events.EventIdentity identity, byte[] body) in
                await PipelineFixture.ReadAllAsync(fixture.Ports.Store.OpenReader, partition))
            {
                Assert.True(identity.Matches(body));
                if (!stored.TryGetValue(identity.Run, out Dictionary<int, IntervalSet>? partitions))
                {
                    stored.Add(identity.Run, partitions = []);
                }

                if (!partitions.TryGetValue(partition, out IntervalSet? seqs))
                {
                    partitions.Add(partition, seqs = new IntervalSet());
                }

                Assert.False(seqs.Contains(identity.Seq), $"seq {identity.Seq} of partition {partition} is there twice");
                seqs.Add(identity.Seq, identity.Seq + 1);
                rows++;
            }
        }

        Assert.Equal(rows, await fixture.RowCountAsync());
        Assert.Equal(rows, (await fixture.Ports.Log.GetEndOffsetsAsync(TestContext.Current.CancellationToken)).Sum());
        return stored;
    }

    private void AssertLedgersHold(Dictionary<Guid, Dictionary<int, IntervalSet>> stored)
    {
        IReadOnlyList<RunRecord> runs = LedgerSamples.ReadRuns(_folder, ManifestFile.Read(_folder).Id);
        Assert.Equal(Kills, runs.Count);
        foreach (RunRecord run in runs)
        {
            Assert.False(run.IsClosed);
            foreach ((int partition, IntervalSet seqs) in stored[run.Header.Run])
            {
                Assert.True(seqs.Except(run.Partitions[partition].Reserved).IsEmpty, "stored and never reserved");
                Assert.True(run.Partitions[partition].Acked.Except(seqs).IsEmpty, "acknowledged in the ledger and not stored");
            }
        }
    }
}
