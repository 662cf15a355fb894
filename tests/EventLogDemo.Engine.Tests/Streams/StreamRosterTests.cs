using EventLogDemo.Engine.Environments;
using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Events;
using EventLogDemo.Engine.Ledger;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Streams;
using EventLogDemo.Engine.Tests.Conformance;
using EventLogDemo.Engine.Tests.Ledger;
using EventLogDemo.Engine.Tests.Stepping;

namespace EventLogDemo.Engine.Tests.Streams;

public sealed class StreamRosterTests : IAsyncLifetime
{
    private static readonly TimeSpan ServiceTimeout = TimeSpan.FromSeconds(20);
    private static readonly LogStreamOptions Short = new() { Rate = 0, Count = 50 };

    private Pipeline _pipeline = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private StreamRoster Roster => StreamRoster.Of(_pipeline);

    public async ValueTask InitializeAsync() =>
        _pipeline = await new EmbeddedEnvironment(TimeProvider.System).StartAsync(new PipelineOptions(), null, Token);

    public ValueTask DisposeAsync() => _pipeline.DisposeAsync();

    [Fact]
    public async Task Streams_are_numbered_listed_and_added_up()
    {
        LogStream first = await StartAsync(Short);
        LogStream second = await StartAsync(Short with { Count = 70 });
        await EndedAsync(first, second);

        Assert.Equal([1, 2], Roster.All.Select(stream => stream.Id));
        Assert.Same(second, Roster.Get(2));
        Assert.Equal(120, Roster.Totals.Acked);
        Assert.NotEqual(first.Run, second.Run);
        Assert.All(Roster.All, stream => Assert.Equal(LogStreamState.Completed, stream.State));
        Assert.All(Roster.All, stream => Assert.True(stream.EndedAt >= stream.StartedAt));
    }

    [Fact]
    public async Task Unknown_stream_is_an_error_that_names_the_known_ones()
    {
        Assert.Empty(Assert.Throws<UnknownStreamException>(() => Roster.Get(9)).Valid);
        await StartAsync(Short);

        UnknownStreamException unknown = Assert.Throws<UnknownStreamException>(() => Roster.Get(9));

        Assert.Equal([1], unknown.Valid);
        Assert.Equal(9, unknown.Target);
    }

    [Fact]
    public async Task Streams_that_ended_long_ago_leave_the_list_and_stay_in_the_totals()
    {
        for (int i = 0; i < 103; i++)
        {
            await EndedAsync(await StartAsync(Short with { Count = 1 }));
        }

        LogStream last = await StartAsync(Short with { Count = 1 });
        await EndedAsync(last);

        Assert.Equal(101, Roster.All.Count);
        Assert.Equal(104, Roster.Totals.Acked);
        Assert.Throws<UnknownStreamException>(() => Roster.Get(1));
    }

    [Fact]
    public async Task Each_run_has_a_ledger_that_ends_in_good_order()
    {
        LogStream stream = await StartAsync(Short);
        await EndedAsync(stream);

        RunRecord run = Assert.Single(LedgerSamples.ReadRuns(_pipeline.Folder, _pipeline.Manifest.Id));
        Assert.True(run.IsClosed);
        Assert.Equal(stream.Run, run.Header.Run);
        Assert.Equal(_pipeline.Manifest.Id, run.Header.PipelineId);
        Assert.Equal(50, run.Partitions.Values.Sum(partition => partition.Acked.Count));
    }

    [Fact]
    public async Task Driver_and_run_ids_are_whatever_is_injected()
    {
        Guid run = new("00000000-0000-7000-8000-000000000009");
        HandDriver driver = new(_pipeline.Clock);
        RunOpener runs = new(
            _pipeline.Ports.Log, "default", _pipeline.Manifest.Id, _pipeline.Clock, header => RunLedger.Create(_pipeline.Folder, header))
        {
            NewRun = _ => run,
        };
        StreamRoster roster = new(_pipeline, runs, driver);

        LogStream stream = await roster.StartAsync(new PatternSource(16), Short, Token);

        Assert.Equal((run, 0), (stream.Run, stream.Counts.Attempted));
        driver.Step();
        Assert.Equal(50, stream.Counts.Attempted);
        await PipelineFixture.UntilAsync(
            () =>
            {
                driver.Step();
                return stream.Completion.IsCompleted;
            },
            "the end of the stream");
        Assert.Equal(50, stream.Counts.Acked);
    }

    [Fact]
    public async Task Run_without_an_appender_leaves_no_ledger()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Roster.StartAsync(new PatternSource(16), Short, new CancellationToken(canceled: true)));

        Assert.Empty(Directory.EnumerateFiles(Path.Combine(_pipeline.Folder, LedgerFile.FolderName)));
    }

    [Fact]
    public async Task Bad_options_start_nothing_and_let_go_of_the_source()
    {
        PatternSource source = new(16);

        await Assert.ThrowsAsync<OptionRangeException>(
            () => Roster.StartAsync(source, new LogStreamOptions { Rate = -1 }, Token));

        Assert.True(source.IsDisposed);
        Assert.Empty(Roster.All);
        Assert.Empty(LedgerSamples.ReadRuns(_pipeline.Folder, _pipeline.Manifest.Id));
    }

    [Fact]
    public async Task Too_little_free_disk_space_starts_nothing()
    {
        await using Pipeline full = new(
            _pipeline.Manifest,
            _pipeline.Options with { DiskFloorBytes = long.MaxValue },
            _pipeline.Folder,
            _pipeline.Ports,
            _pipeline.Clock,
            Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance,
            new Metrics.FakeParts(_pipeline.Folder)) { DefaultEnd = new PipelineEnd() };

        await Assert.ThrowsAsync<DiskSpaceException>(() => StreamRoster.Of(full).StartAsync(new PatternSource(16), Short, Token));
        await Assert.ThrowsAsync<DiskSpaceException>(() => StreamRoster.Of(full).OpenSharedInputAsync(Token));
    }

    [Fact]
    public async Task Stopping_a_stream_that_has_ended_does_nothing()
    {
        LogStream stream = await StartAsync(Short);
        await EndedAsync(stream);

        await stream.StopAsync(drain: true, Token);
        await stream.StopAsync(drain: false, Token);
        await stream.DisposeAsync();

        Assert.Equal(LogStreamState.Completed, stream.State);
    }

    [Fact]
    public async Task Commands_to_a_stream_that_has_ended_are_errors_that_name_its_state()
    {
        LogStream stream = await StartAsync(Short);
        await EndedAsync(stream);

        Assert.Equal(LogStreamState.Completed, Assert.Throws<StreamStateException>(stream.Suspend).State);
        Assert.Throws<StreamStateException>(stream.Resume);
        Assert.Throws<StreamStateException>(() => stream.SetRate(5));
    }

    [Fact]
    public async Task Source_error_of_any_kind_fails_the_stream_and_closes_its_ledger()
    {
        LogStream stream = await Roster.StartAsync(
            new ScriptedSource(read => read < 5 ? SourceRead.Body : throw new InvalidDataException("not text")), new LogStreamOptions { Rate = 0 }, Token);
        await EndedAsync(stream);

        Assert.Equal(LogStreamState.Failed, stream.State);
        Assert.Equal("not text", stream.Failure?.Message);
        Assert.Equal(5, stream.Counts.Acked);
        Assert.True(Assert.Single(LedgerSamples.ReadRuns(_pipeline.Folder, _pipeline.Manifest.Id)).IsClosed);
    }

    [Fact]
    public async Task Stop_without_drain_gives_up_what_is_buffered_and_says_so()
    {
        LogStream stream = await StartAsync(new LogStreamOptions { Rate = 10, Count = 500 });
        await StopKafkaAsync();
        stream.SetRate(0);
        await PipelineFixture.UntilAsync(() => stream.State == LogStreamState.Draining, "draining");

        await stream.StopAsync(drain: false, Token);

        Assert.Equal(LogStreamState.Stopped, stream.State);
        Assert.True(stream.Counts is { Failed: > 0, Buffered: 0 });
        RunRecord run = Assert.Single(LedgerSamples.ReadRuns(_pipeline.Folder, _pipeline.Manifest.Id));
        Assert.True(run.IsClosed);
        Assert.Equal(stream.Counts.Failed, run.Partitions.Values.Sum(partition => partition.Failed.Count));
    }

    [Fact]
    public async Task Cancelled_stop_ends_the_wait_and_the_stream_goes_on_ending()
    {
        LogStream stream = await StartAsync(new LogStreamOptions { Rate = 2_000 });
        await StopKafkaAsync();
        await PipelineFixture.UntilAsync(() => stream.Counts.Buffered > 0, "something buffered");
        using CancellationTokenSource cancelled = new();

        Task stop = stream.StopAsync(drain: true, cancelled.Token);
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stop);
        await _pipeline.Ports.Services.ActAsync(ServiceNames.Kafka, ServiceAction.Start, ServiceTimeout, Token);
        await EndedAsync(stream);

        Assert.Equal(0, stream.Counts.Failed);
        Assert.Equal(stream.Counts.Attempted, stream.Counts.Acked);
    }

    [Fact]
    public async Task Closing_the_pipeline_ends_all_streams_within_about_a_second()
    {
        LogStream busy = await StartAsync(new LogStreamOptions { Rate = 1_000 });
        InputStream input = await Roster.OpenSharedInputAsync(Token);
        Assert.True(input.TrySend("hello"u8));
        await StopKafkaAsync();
        long start = TimeProvider.System.GetTimestamp();

        await ((IPipelineComponent)Roster).DisposeAsync();

        // Generous: the bound in the code is a second; what is tested is that it does not wait for the delivery timeout.
        Assert.True(TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(20));
        Assert.Equal(LogStreamState.Stopped, busy.State);
        Assert.Equal(0, Roster.Totals.Buffered);
        Assert.All(LedgerSamples.ReadRuns(_pipeline.Folder, _pipeline.Manifest.Id), run => Assert.True(run.IsClosed));
        await Assert.ThrowsAsync<PipelineClosedException>(() => StartAsync(Short));
        await Assert.ThrowsAsync<PipelineClosedException>(() => Roster.OpenSharedInputAsync(Token));
        Assert.Throws<PipelineClosedException>(() => input.TrySend("hello"u8));
    }

    [Fact]
    public async Task Snapshots_of_a_busy_stream_add_up_and_never_change()
    {
        LogStream stream = await StartAsync(new LogStreamOptions { Rate = 0, Count = 200_000 });

        LogStreamSnapshot before = stream.GetSnapshot();
        while (!stream.Completion.IsCompleted)
        {
            LogStreamSnapshot now = stream.GetSnapshot();
            Assert.Equal(now.Produced, now.Acked + now.Failed + now.Unknown + now.Buffered + now.Dropped);
            Assert.True(now.Produced >= before.Produced && now.Acked >= before.Acked);
            before = now;
        }

        LogStreamSnapshot last = stream.GetSnapshot();
        Assert.Equal((LogStreamState.Completed, 200_000, 0), (last.State, last.Acked, last.Buffered));
        Assert.Equal((stream.Id, stream.Run, stream.EndedAt), (last.Id, last.Run, last.EndedAt));
        Assert.Equal($"stream {stream.Id} of default", last.ToString());
        Assert.Equal(last, stream.GetSnapshot());
    }

    private Task<LogStream> StartAsync(LogStreamOptions options) => Roster.StartAsync(new PatternSource(16), options, Token);

    private async Task StopKafkaAsync() => await _pipeline.Ports.Services.ActAsync(ServiceNames.Kafka, ServiceAction.Stop, ServiceTimeout, Token);

    private static Task EndedAsync(params LogStream[] streams) => Task.WhenAll(streams.Select(stream => stream.Completion))
        .WaitAsync(PipelineFixture.Deadline, TimeProvider.System, Token);
}
