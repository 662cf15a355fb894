using EventLogDemo.Engine.Environments;
using EventLogDemo.Engine.Events;
using EventLogDemo.Engine.Ledger;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Streams;
using EventLogDemo.Engine.Tests.Conformance;
using EventLogDemo.Engine.Tests.Ledger;

namespace EventLogDemo.Engine.Tests.Streams;

public sealed class InputStreamTests : IAsyncLifetime
{
    private Pipeline _pipeline = null!;
    private InputStream _input = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _pipeline = await new EmbeddedEnvironment(TimeProvider.System).StartAsync(new PipelineOptions(), null, Token);
        _input = await StreamRoster.Of(_pipeline).OpenSharedInputAsync(Token);
    }

    public ValueTask DisposeAsync() => _pipeline.DisposeAsync();

    [Fact]
    public async Task All_callers_share_one_stream()
    {
        InputStream[] opened = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => Task.Run(() => StreamRoster.Of(_pipeline).OpenSharedInputAsync(Token))));

        Assert.All(opened, other => Assert.Same(_input, other));
    }

    [Fact]
    public async Task Input_of_a_source_is_a_run_of_its_own_and_its_counts_outlive_it()
    {
        StreamRoster roster = StreamRoster.Of(_pipeline);
        InputStream own = await roster.OpenInputAsync("web-01", Token);
        Assert.True(own.TrySend("hello"u8));
        Send(2);
        await own.FlushAsync(Token);
        await _input.FlushAsync(Token);

        await roster.CloseInputAsync(own);

        Assert.NotEqual((_input.Run, _input.Id), (own.Run, own.Id));
        Assert.Equal((1, 2), (own.Counts.Acked, _input.Counts.Acked));
        Assert.Equal(3, roster.Totals.Acked);
        RunRecord run = Assert.Single(LedgerSamples.ReadRuns(_pipeline.Folder, _pipeline.Manifest.Id), run => run.Header.Run == own.Run);
        Assert.Equal(("web-01", true), (run.Header.Source, run.IsClosed));
    }

    [Fact]
    public async Task Flush_returns_when_everything_has_an_outcome_that_the_ledger_has_too()
    {
        Send(1_000);

        await _input.FlushAsync(Token);

        Assert.Equal(1_000, _input.Counts.Acked);
        Assert.Equal(0, _input.Counts.Buffered);
        Assert.Equal(1_000, AckedInLedger());
    }

    [Fact]
    public async Task Outcomes_reach_the_ledger_when_nobody_flushes_and_nobody_sends()
    {
        Send(10);

        await PipelineFixture.UntilAsync(() => AckedInLedger() == 10, "the outcomes in the ledger");
    }

    [Fact]
    public async Task Senders_on_several_threads_lose_nothing()
    {
        Task[] senders = [.. Enumerable.Range(0, 4).Select(sender => Task.Run(async () =>
        {
            Send(5_000);
            await _input.FlushAsync(Token);
        }))];
        await Task.WhenAll(senders);

        Assert.Equal(20_000, _input.Counts.Acked);
        Assert.Equal(20_000, (await _pipeline.Ports.Log.GetEndOffsetsAsync(Token)).Sum());
    }

    [Fact]
    public async Task Too_large_event_is_counted_and_the_next_goes_on()
    {
        EventTooLargeException refused = Assert.Throws<EventTooLargeException>(
            () => _input.TrySend(new byte[EventLimits.MaxBodyBytes + 1]));
        Send(1);
        await _input.FlushAsync(Token);

        Assert.Equal((long)EventLimits.MaxBodyBytes + 1, refused.Target);
        Assert.Equal(1, _input.Counts.TooLarge);
        Assert.Equal(1, _input.Counts.Acked);
    }

    [Fact]
    public void Sending_allocates_no_object_per_event()
    {
        byte[] body = new byte[100];
        Send(20_000);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 20_000; i++)
        {
            _input.TrySend(body);
        }

        // Bodies and identities lie in batches of 64 KiB, about 150 bytes an event while none has been written and given back; an object
        // an event would come on top.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20_000 * 190);
    }

    private void Send(int count)
    {
        byte[] body = new byte[100];
        for (int i = 0; i < count; i++)
        {
            Assert.True(_input.TrySend(body));
        }
    }

    private long AckedInLedger() => LedgerSamples.ReadRuns(_pipeline.Folder, _pipeline.Manifest.Id)
        .SelectMany(run => run.Partitions.Values).Sum(partition => partition.Acked.Count);
}
