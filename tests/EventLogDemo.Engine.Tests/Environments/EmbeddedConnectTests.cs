using System.Globalization;
using System.Text.Json.Nodes;
using EventLogDemo.Engine.Ledger;
using EventLogDemo.Engine.Metrics;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Streams;
using EventLogDemo.Engine.Tests.Conformance;
using EventLogDemo.Engine.Tests.Streams;

namespace EventLogDemo.Engine.Tests.Environments;

public sealed class EmbeddedConnectTests : EmbeddedFolder
{
    [Fact]
    public async Task Connect_to_a_temporary_folder_keeps_it()
    {
        await RunAsync(1);
        await EditManifestAsync(manifest => manifest["keepsData"] = false);

        await (await ConnectAsync()).DisposeAsync();

        Assert.True(File.Exists(Manifest));
    }

    [Fact]
    public async Task Connect_after_a_clean_stop_finds_every_event_and_continues()
    {
        await RunAsync(1_000);
        await using PipelineFixture fixture = new(await ConnectAsync());
        Assert.Equal(1_000, await fixture.RowCountAsync());

        LogStream more = await StreamRoster.Of(fixture.Pipeline).StartAsync(
            new PatternSource(100, 500), new LogStreamOptions { Rate = 0 }, Token);
        await more.Completion.WaitAsync(PipelineFixture.Deadline, TimeProvider.System, Token);
        await PipelineFixture.UntilAsync(async () => await fixture.RowCountAsync() == 1_500, "1,500 rows");
    }

    [Fact]
    public async Task Counts_of_earlier_runs_come_from_their_ledgers()
    {
        await RunAsync(1_000);
        await using PipelineFixture fixture = new(await ConnectAsync());
        LogStream more = await StreamRoster.Of(fixture.Pipeline).StartAsync(
            new PatternSource(100, 500), new LogStreamOptions { Rate = 0 }, Token);
        await more.Completion.WaitAsync(PipelineFixture.Deadline, TimeProvider.System, Token);

        PipelineMetric sample = await MetricSampler.Of(fixture.Pipeline).SampleAsync(Token);

        Assert.Equal(
            (1_500, 1_500, 0, 0, 1_500),
            (sample.ProducerCount, sample.AckedCount, sample.FailedCount, sample.UnknownCount, sample.KafkaCount));
        Assert.Equal(500, StreamRoster.Of(fixture.Pipeline).Totals.Acked);
    }

    [Theory]
    [InlineData("damaged")]
    [InlineData("killed")]
    public async Task Counts_are_not_known_where_a_ledger_does_not_tell(string what)
    {
        await RunAsync(1_000);
        Guid run = Guid.CreateVersion7();
        if (what == "killed")
        {
            using RunLedger ledger = RunLedger.Create(
                Folder, new LedgerHeader(run, 1, ManifestFile.Read(Folder).Id, 0, "killed", ""));
            ledger.Reserve(0, 0, 65_536);
        }
        else
        {
            await File.WriteAllTextAsync(LedgerFile.PathOf(Folder, run), "damaged", Token);
        }

        await using PipelineFixture fixture = new(await ConnectAsync());
        PipelineMetric sample = await MetricSampler.Of(fixture.Pipeline).SampleAsync(Token);

        Assert.Equal(
            (-1, -1, -1, -1), (sample.ProducerCount, sample.AckedCount, sample.FailedCount, sample.UnknownCount));
        Assert.Equal((0, 0, 1_000), (sample.BufferedCount, sample.DroppedCount, sample.KafkaCount));
    }

    [Fact]
    public async Task Run_that_ended_before_its_first_event_does_not_hide_the_counts()
    {
        await RunAsync(10);
        RunLedger.Create(
            Folder, new LedgerHeader(Guid.CreateVersion7(), 1, ManifestFile.Read(Folder).Id, 0, "killed", "")).Dispose();

        await using PipelineFixture fixture = new(await ConnectAsync());

        Assert.Equal(10, (await MetricSampler.Of(fixture.Pipeline).SampleAsync(Token)).AckedCount);
    }

    [Fact]
    public async Task Connect_to_a_folder_in_use_names_the_process()
    {
        await using Pipeline owner = await Embedded.StartAsync(new PipelineOptions { Path = Folder }, null, Token);
        DataFolderInUseException refused = await Assert.ThrowsAsync<DataFolderInUseException>(ConnectAsync);

        Assert.Equal(Environment.ProcessId, refused.OwnerProcessId);
        Assert.Contains(Environment.ProcessId.ToString(CultureInfo.InvariantCulture), refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_to_a_folder_without_a_pipeline_is_an_error()
    {
        Directory.CreateDirectory(Folder);
        await Assert.ThrowsAsync<DataFolderNotFoundException>(ConnectAsync);
        await Assert.ThrowsAsync<DataFolderNotFoundException>(() => Embedded.ConnectAsync(
            Path.Combine(Folder, "nowhere"), new PipelineOptions(), null, Token));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Folder));
    }

    [Fact]
    public async Task Connect_to_a_newer_format_names_the_supported_one_even_with_changed_fields()
    {
        await RunAsync(1);
        await EditManifestAsync(manifest =>
        {
            manifest["formatVersion"] = 99;
            manifest.Remove("topic");
        });

        DataFormatException refused = await Assert.ThrowsAsync<DataFormatException>(ConnectAsync);
        Assert.Equal((99, PipelineManifest.CurrentFormatVersion), (refused.Found, refused.Known));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[1]")]
    [InlineData("""{"formatVersion":"one"}""")]
    [InlineData("""{"formatVersion":1}""")]
    public async Task Connect_to_a_damaged_manifest_names_the_file(string text)
    {
        await RunAsync(1);
        await File.WriteAllTextAsync(Manifest, text, Token);

        DataCorruptException refused = await Assert.ThrowsAsync<DataCorruptException>(ConnectAsync);
        Assert.Equal(Manifest, refused.Target);
    }

    [Theory]
    [InlineData("originOffsets", "null")]
    [InlineData("originOffsets", "[5]")]
    [InlineData("partitionCount", "8")]
    [InlineData("name", "null")]
    [InlineData("topic", "\"\"")]
    [InlineData("topic", "\"a\\u001bc\"")]
    [InlineData("formatVersion", "0")]
    public async Task Connect_to_an_invalid_manifest_names_the_file(string field, string value)
    {
        await RunAsync(1);
        await EditManifestAsync(manifest => manifest[field] = JsonNode.Parse(value));

        DataCorruptException refused = await Assert.ThrowsAsync<DataCorruptException>(ConnectAsync);
        Assert.Equal(Manifest, refused.Target);
    }
}
