using System.Text;
using EventLogDemo.Engine.Events;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Engine.Tests.Conformance;

/// <summary>What every <see cref="IEventLog"/> keeps to. An environment derives from this and says how to start a pipeline.</summary>
public abstract class EventLogConformance
{
    protected abstract Task<PipelineFixture> StartAsync(PipelineOptions? options = null);

    /// <summary>A short delivery timeout that still suffices for a log that is up.</summary>
    protected virtual TimeSpan ShortDeliveryTimeout => TimeSpan.FromMilliseconds(200);

    /// <summary>A short request timeout that still suffices for a log that is up.</summary>
    protected virtual TimeSpan ShortRequestTimeout => TimeSpan.FromMilliseconds(100);

    /// <summary>How often an appender is closed while it sends; each time the log is stopped and started.</summary>
    protected virtual int ClosingRounds => 30;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Append_acknowledged_events_have_dense_offsets_in_the_order_appended()
    {
        await using PipelineFixture fixture = await StartAsync();
        await using IEventAppender appender = await fixture.OpenAppenderAsync();
        byte[][] bodies = [.. Enumerable.Range(0, 5_000).Select(i => Encoding.UTF8.GetBytes($"event {i}"))];
        for (int i = 0; i < bodies.Length; i++)
        {
            fixture.Append(appender, i % 2, bodies[i]);
        }

        await appender.FlushAsync(Token);

        Assert.Equal(5_000, fixture.Count(DeliveryOutcome.Acked));
        Assert.Equal([2_500, 2_500, 0, 0], await fixture.Ports.Log.GetEndOffsetsAsync(Token));
        Assert.Equal([0, 0, 0, 0], await fixture.Ports.Log.GetEarliestOffsetsAsync(Token));
        var read = await PipelineFixture.ReadAllAsync(fixture.Ports.Log.OpenReader, 1);
        Assert.Equal(Enumerable.Range(0, 2_500).Select(i => (long)i), read.Select(row => row.Offset));
        Assert.Equal(bodies.Where((_, i) => i % 2 == 1), read.Select(row => row.Body));
        Assert.All(read, row => Assert.True(row.Identity.Matches(row.Body)));
    }

    [Fact]
    public async Task Append_reports_contain_the_offset_of_each_event()
    {
        await using PipelineFixture fixture = await StartAsync();
        await using IEventAppender appender = await fixture.OpenAppenderAsync();
        fixture.Append(appender, 0, Enumerable.Range(0, 1_000).Select(i => new byte[100]));
        await appender.FlushAsync(Token);

        var read = await PipelineFixture.ReadAllAsync(fixture.Ports.Log.OpenReader, 0);
        foreach (DeliveryReport report in fixture.Reports)
        {
            for (int i = 0; i < report.Count; i++)
            {
                Assert.Equal(report.FirstSeq + i, read[(int)(report.FirstOffset + i)].Identity.Seq);
            }
        }

        Assert.Equal(1_000, fixture.Reports.Sum(report => report.Count));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(70_000)]
    [InlineData(EventLimits.MaxBodyBytes)]
    public async Task Append_bodies_of_any_allowed_size_are_read_back_unchanged(int size)
    {
        await using PipelineFixture fixture = await StartAsync();
        await using IEventAppender appender = await fixture.OpenAppenderAsync();
        byte[] body = [.. Enumerable.Range(0, size).Select(i => (byte)(i * 31))];
        fixture.Append(appender, 3, body, [1], body);
        await appender.FlushAsync(Token);

        var read = await PipelineFixture.ReadAllAsync(fixture.Ports.Log.OpenReader, 3);
        Assert.Equal([body, [1], body], read.Select(row => row.Body));
    }

    [Fact]
    public async Task Append_an_oversized_body_is_refused_and_the_next_is_accepted()
    {
        await using PipelineFixture fixture = await StartAsync();
        await using IEventAppender appender = await fixture.OpenAppenderAsync();

        EventTooLargeException refused = Assert.Throws<EventTooLargeException>(
            () => fixture.TryAppend(appender, 0, new byte[EventLimits.MaxBodyBytes + 1]));
        fixture.Append(appender, 0, [7]);
        await appender.FlushAsync(Token);

        Assert.Equal((long)EventLimits.MaxBodyBytes + 1, refused.Target);
        Assert.Equal(1, fixture.Count(DeliveryOutcome.Acked));
    }

    [Fact]
    public async Task Append_to_a_full_buffer_returns_false_and_is_not_reported()
    {
        await using PipelineFixture fixture = await StartAsync();
        await using IEventAppender appender = await fixture.OpenAppenderAsync(new AppenderOptions { BufferCount = 10 });
        await fixture.Ports.Services.ActAsync(ServiceNames.Kafka, ServiceAction.Stop, PipelineFixture.Deadline, Token);
        fixture.Append(appender, 0, Enumerable.Repeat(new byte[10], 10));

        Assert.False(fixture.TryAppend(appender, 0, [1]));
        Assert.Equal(10, appender.BufferedCount);
        Assert.Equal(10 * AppenderOptions.CostOf(10), appender.BufferedBytes);

        await fixture.Ports.Services.ActAsync(ServiceNames.Kafka, ServiceAction.Start, PipelineFixture.Deadline, Token);
        await appender.FlushAsync(Token);
        Assert.Equal(10, fixture.Count(DeliveryOutcome.Acked));
        Assert.Equal(0, appender.BufferedCount);
        Assert.Equal(0, appender.BufferedBytes);
    }

    [Fact]
    public async Task Append_while_the_log_is_down_fails_at_the_delivery_timeout_and_leaves_no_record()
    {
        await using PipelineFixture fixture = await StartAsync();
        await using IEventAppender appender = await fixture.OpenAppenderAsync(
            new AppenderOptions { DeliveryTimeout = ShortDeliveryTimeout });
        await fixture.Ports.Services.ActAsync(ServiceNames.Kafka, ServiceAction.Stop, PipelineFixture.Deadline, Token);
        fixture.Append(appender, 0, Enumerable.Repeat(new byte[10], 25));
        await appender.FlushAsync(Token);

        Assert.Equal(25, fixture.Count(DeliveryOutcome.Failed));
        Assert.All(fixture.Reports, report => Assert.IsType<DeliveryTimeoutException>(report.Error));
        await fixture.Ports.Services.ActAsync(ServiceNames.Kafka, ServiceAction.Start, PipelineFixture.Deadline, Token);
        Assert.Equal(0, (await fixture.Ports.Log.GetEndOffsetsAsync(Token)).Sum());
    }

    [Fact]
    public async Task Appender_that_is_opened_while_the_log_is_down_delivers_when_it_is_back()
    {
        await using PipelineFixture fixture = await StartAsync();
        await fixture.Ports.Services.ActAsync(ServiceNames.Kafka, ServiceAction.Stop, PipelineFixture.Deadline, Token);
        await using IEventAppender appender = await fixture.OpenAppenderAsync();
        fixture.Append(appender, 1, Enumerable.Repeat(new byte[10], 25));
        Assert.Equal(25, appender.BufferedCount);

        await fixture.Ports.Services.ActAsync(ServiceNames.Kafka, ServiceAction.Start, PipelineFixture.Deadline, Token);
        await appender.FlushAsync(Token);

        Assert.Equal(25, fixture.Count(DeliveryOutcome.Acked));
        Assert.Equal(25, (await fixture.Ports.Log.GetEndOffsetsAsync(Token))[1]);
    }

    [Fact]
    public async Task Closing_an_appender_reports_every_event_left()
    {
        await using PipelineFixture fixture = await StartAsync();
        IEventAppender appender = await fixture.OpenAppenderAsync();
        await fixture.Ports.Services.ActAsync(ServiceNames.Kafka, ServiceAction.Stop, PipelineFixture.Deadline, Token);
        fixture.Append(appender, 0, Enumerable.Repeat(new byte[10], 25));
        await appender.DisposeAsync();

        Assert.Equal(25, fixture.Count(DeliveryOutcome.Failed) + fixture.Count(DeliveryOutcome.Unknown));
        Assert.Throws<ObjectDisposedException>(() => fixture.TryAppend(appender, 0, [1]));
    }

    [Fact]
    public async Task Closing_an_appender_while_it_sends_reports_Failed_only_for_events_not_in_the_log()
    {
        await using PipelineFixture fixture = await StartAsync();
        for (int round = 0; round < ClosingRounds; round++)
        {
            await fixture.Ports.Services.ActAsync(ServiceNames.Kafka, ServiceAction.Stop, PipelineFixture.Deadline, Token);
            IEventAppender appender = await fixture.OpenAppenderAsync(new AppenderOptions { BatchBytes = 1024 });
            fixture.Append(appender, round % 4, Enumerable.Repeat(new byte[400], 400));
            await fixture.Ports.Services.ActAsync(ServiceNames.Kafka, ServiceAction.Start, PipelineFixture.Deadline, Token);
            await appender.DisposeAsync();
            Assert.Equal(0, appender.BufferedCount);
        }

        HashSet<(Guid, int, long)> found = [];
        for (int partition = 0; partition < 4; partition++)
        {
            found.UnionWith((await PipelineFixture.ReadAllAsync(fixture.Ports.Log.OpenReader, partition))
                .Select(row => (row.Identity.Run, row.Identity.Partition, row.Identity.Seq)));
        }

        Assert.Equal(ClosingRounds * 400, fixture.Reports.Sum(report => report.Count));
        Assert.All(fixture.Reports, report =>
        {
            int there = Enumerable.Range(0, report.Count).Count(i => found.Contains((report.Run, report.Partition, report.FirstSeq + i)));
            Assert.True(report.Outcome switch
            {
                DeliveryOutcome.Acked => there == report.Count,
                DeliveryOutcome.Failed => there == 0,
                _ => true,
            });
        });
    }

    [Fact]
    public async Task Reading_beyond_any_possible_offset_finds_nothing()
    {
        await using PipelineFixture fixture = await StartAsync();
        await using IEventAppender appender = await fixture.OpenAppenderAsync();
        fixture.Append(appender, 1, [1], [2]);
        fixture.Append(appender, 2, [3]);
        await appender.FlushAsync(Token);

        foreach (long offset in (long[])[2, 1L << 44, long.MaxValue])
        {
            Assert.Empty(await PipelineFixture.ReadAllAsync(fixture.Ports.Log.OpenReader, 1, offset));
        }
    }

    [Fact]
    public virtual async Task Killing_the_log_under_load_loses_and_repeats_nothing()
    {
        await using PipelineFixture fixture = await StartAsync();
        // Five starts of a log on a busy machine take longer than the default delivery timeout.
        await using IEventAppender appender = await fixture.OpenAppenderAsync(
            new AppenderOptions { DeliveryTimeout = TimeSpan.FromDays(1) });
        for (int round = 0; round < 5; round++)
        {
            fixture.Append(appender, round % 4, Enumerable.Range(0, 4_000).Select(i => BitConverter.GetBytes(i)));
            await fixture.Ports.Services.ActAsync(ServiceNames.Kafka, ServiceAction.Kill, PipelineFixture.Deadline, Token);
            await fixture.Ports.Services.ActAsync(ServiceNames.Kafka, ServiceAction.Start, PipelineFixture.Deadline, Token);
        }

        await appender.FlushAsync(Token);

        Assert.Equal(20_000, fixture.Count(DeliveryOutcome.Acked));
        for (int partition = 0; partition < 4; partition++)
        {
            var read = await PipelineFixture.ReadAllAsync(fixture.Ports.Log.OpenReader, partition);
            Assert.Equal(Enumerable.Range(0, read.Count).Select(i => (long)i), read.Select(row => row.Identity.Seq));
        }

        Assert.Equal(20_000, (await fixture.Ports.Log.GetEndOffsetsAsync(Token)).Sum());
    }

    [Fact]
    public async Task Requests_to_a_log_that_is_down_fail_at_once_and_to_a_frozen_one_at_the_request_timeout()
    {
        await using PipelineFixture fixture = await StartAsync(new PipelineOptions { RequestTimeout = ShortRequestTimeout });
        await UntilAnswersAsync(fixture);
        await fixture.Ports.Services.ActAsync(ServiceNames.Kafka, ServiceAction.Stop, PipelineFixture.Deadline, Token);
        await Assert.ThrowsAsync<ServiceUnavailableException>(async () => await fixture.Ports.Log.GetEndOffsetsAsync(Token));

        await fixture.Ports.Services.ActAsync(ServiceNames.Kafka, ServiceAction.Start, PipelineFixture.Deadline, Token);
        await fixture.Ports.Services.ActAsync(ServiceNames.Kafka, ServiceAction.Suspend, PipelineFixture.Deadline, Token);
        await Assert.ThrowsAsync<ServiceTimeoutException>(async () => await fixture.Ports.Log.GetEndOffsetsAsync(Token));

        await fixture.Ports.Services.ActAsync(ServiceNames.Kafka, ServiceAction.Resume, PipelineFixture.Deadline, Token);
        await UntilAnswersAsync(fixture);
    }

    [Fact]
    public async Task Reading_from_the_middle_of_a_batch_starts_there()
    {
        await using PipelineFixture fixture = await StartAsync();
        await using IEventAppender appender = await fixture.OpenAppenderAsync();
        fixture.Append(appender, 2, Enumerable.Range(0, 300).Select(i => BitConverter.GetBytes(i)));
        await appender.FlushAsync(Token);

        var read = await PipelineFixture.ReadAllAsync(fixture.Ports.Log.OpenReader, 2, fromOffset: 137);
        Assert.Equal(Enumerable.Range(137, 163).Select(BitConverter.GetBytes), read.Select(row => row.Body));
        Assert.Empty(await PipelineFixture.ReadAllAsync(fixture.Ports.Log.OpenReader, 2, fromOffset: 300));
    }

    [Fact]
    public async Task Readers_are_independent()
    {
        await using PipelineFixture fixture = await StartAsync();
        await using IEventAppender appender = await fixture.OpenAppenderAsync();
        for (int partition = 0; partition < 4; partition++)
        {
            fixture.Append(appender, partition, Enumerable.Range(0, 700).Select(BitConverter.GetBytes));
        }

        await appender.FlushAsync(Token);

        await PipelineFixture.AssertReadSideBySideAsync(fixture.Ports.Log.OpenReader, count: 700);
    }

    [Fact]
    public async Task Reader_continues_after_an_outage_and_throws_once_it_is_closed()
    {
        await using PipelineFixture fixture = await StartAsync();
        await using IEventAppender appender = await fixture.OpenAppenderAsync();
        fixture.Append(appender, 0, [1], [2]);
        await appender.FlushAsync(Token);
        IEventReader reader = fixture.Ports.Log.OpenReader();
        EventBatch batch = new(maxCount: 1);
        Assert.Equal(1, await reader.ReadAsync(0, 0, batch, Token));
        await fixture.Ports.Services.ActAsync(ServiceNames.Kafka, ServiceAction.Restart, PipelineFixture.Deadline, Token);

        long next = 1;
        await PipelineFixture.UntilAsync(
            async () =>
            {
                try
                {
                    next = await reader.ReadAsync(0, 1, batch, Token);
                    return true;
                }
                catch (Exception failure) when (failure is ServiceTimeoutException or ServiceUnavailableException)
                {
                    return false;
                }
            },
            "a read after the restart");

        Assert.Equal((2, 1), (next, batch.Count));
        await reader.DisposeAsync();
        await reader.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await reader.ReadAsync(0, 0, batch, Token));
    }

    // The short timeout, which keeps the test quick, may be too short for the first answer on a busy machine.
    private static Task UntilAnswersAsync(PipelineFixture fixture) => PipelineFixture.UntilAsync(
        async () =>
        {
            try
            {
                return (await fixture.Ports.Log.GetEndOffsetsAsync(Token)).Count == 4;
            }
            catch (Exception failure) when (failure is ServiceTimeoutException or ServiceUnavailableException)
            {
                return false;
            }
        },
        "the log to answer");
}
