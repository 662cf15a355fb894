using EventLogDemo.Engine.Embedded;
using EventLogDemo.Engine.Embedded.Sqlite;
using EventLogDemo.Engine.Environments;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Stepping;
using EventLogDemo.Engine.Streams;
using EventLogDemo.Engine.Tests.Conformance;
using EventLogDemo.Engine.Tests.Streams;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventLogDemo.Engine.Tests.Embedded;

public sealed class FullDiskTests
{
    // 2 MB: enough for the tables and a few hundred events of 4 KB.
    private const int PagesThatFit = 128;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_log_on_a_full_disk_fails_the_stream_and_keeps_what_was_acknowledged()
    {
        await using PipelineFixture fixture = Start(PagesThatFit);
        LogStream stream = await StreamRoster.Of(fixture.Pipeline).StartAsync(
            new PatternSource(4_000), new LogStreamOptions { Rate = 0 }, Token);
        await stream.Completion.WaitAsync(PipelineFixture.Deadline, TimeProvider.System, Token);

        Assert.Equal(LogStreamState.Failed, stream.State);
        Assert.IsType<DiskFullException>(stream.Failure);
        StreamCounts counts = stream.Counts;
        Assert.True(counts.Acked > 0);
        Assert.True(counts.Failed > 0);
        Assert.Equal(0, counts.Unknown);
        Assert.Equal(counts.Attempted, counts.Acked + counts.Failed);
        Assert.Equal(counts.Acked, (await fixture.Ports.Log.GetEndOffsetsAsync(Token)).Sum());
        Assert.Equal(ServiceState.Ready, (await fixture.Ports.Services.GetStatusAsync(ServiceNames.Kafka, Token)).State);
    }

    [Fact]
    public async Task A_store_on_a_full_disk_back_pressures_and_loses_nothing()
    {
        await using PipelineFixture fixture = Start(logPages: null, storePages: PagesThatFit);
        LogStream stream = await StreamRoster.Of(fixture.Pipeline).StartAsync(
            new PatternSource(4_000), new LogStreamOptions { Rate = 0, Count = 1_000 }, Token);
        await stream.Completion.WaitAsync(PipelineFixture.Deadline, TimeProvider.System, Token);
        await PipelineFixture.UntilAsync(
            async () => (await fixture.Ports.Processor.GetStatusAsync(Token)).IsBackPressured, "back-pressure");

        Assert.Equal(1_000, stream.Counts.Acked);
        long rows = await fixture.RowCountAsync();
        Assert.True(rows < 1_000);
        Assert.True((await fixture.Ports.Log.GetCommittedOffsetsAsync(Token)).Sum() <= rows);
    }

    private static PipelineFixture Start(int? logPages, int? storePages = null)
    {
        string path = Path.Combine(Path.GetTempPath(), $"eventlogdemo-full-{Guid.NewGuid():N}");
        PipelineOptions options = new();
        StepClock clock = new(TimeProvider.System);
        DataFolder folder = DataFolder.Create(path, diskFloorBytes: 0);
        EmbeddedParts parts = EmbeddedParts.Open(
            new SmallDisk(path, logPages, storePages), options, clock, NullLoggerFactory.Instance);
        PipelineManifest manifest = new()
        {
            FormatVersion = PipelineManifest.CurrentFormatVersion,
            Id = Guid.NewGuid(),
            Name = "full",
            Environment = EmbeddedEnvironment.Name,
            CreatedAt = clock.Now().Utc,
            Topic = "full",
            TopicId = Guid.NewGuid(),
            PartitionCount = options.PartitionCount,
            OriginOffsets = new long[options.PartitionCount],
            BucketSize = options.BucketSize,
            Table = "event",
            KeepsData = false,
        };
        RunningParts running = new(parts, folder, clock, NullLoggerFactory.Instance);
        return new PipelineFixture(new Pipeline(
            manifest, options, path, parts.Ports, clock, NullLoggerFactory.Instance, running));
    }

    /// <summary>A folder in which one of the databases runs out of space after a number of pages.</summary>
    private sealed class SmallDisk(string folder, int? logPages, int? storePages) : FolderStorage(folder)
    {
        private protected override int? MaxPageCountOf(string name) => name == LogName ? logPages : storePages;
    }
}
