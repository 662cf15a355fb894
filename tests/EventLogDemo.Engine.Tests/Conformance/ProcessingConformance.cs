using System.Text;
using EventLogDemo.Engine.Events;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Engine.Tests.Conformance;

/// <summary>What every <see cref="IEventProcessor"/> with its <see cref="IEventStore"/> and <see cref="IServiceHost"/> keeps to.</summary>
public abstract class ProcessingConformance
{
    // For requests that take a healthy job some time.
    private static readonly TimeSpan Patient = TimeSpan.FromMinutes(1);

    protected abstract Task<PipelineFixture> StartAsync(PipelineOptions? options = null);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_event_of_the_log_becomes_one_row_with_its_identity_and_body()
    {
        await using PipelineFixture fixture = await StartAsync();
        await using IEventAppender appender = await fixture.OpenAppenderAsync();
        byte[][] bodies = [.. Enumerable.Range(0, 3_000).Select(i => Encoding.UTF8.GetBytes($"zeile {i} ü")), [], [0xff, 0xfe], [0, 65]];
        fixture.Append(appender, 1, bodies);
        await appender.FlushAsync(Token);
        await DrainAsync(fixture);

        var rows = await PipelineFixture.ReadAllAsync(fixture.Ports.Store.OpenReader, 1);
        Assert.Equal(await PipelineFixture.ReadAllAsync(fixture.Ports.Log.OpenReader, 1), rows, SameEvent);
        Assert.Equal(bodies, rows.Select(row => row.Body));
        Assert.Equal([0, 3_003, 0, 0], await fixture.Ports.Store.GetRowCountsAsync(Token));
        Assert.Equal(3_003, (await fixture.Ports.Processor.GetSettledOffsetsAsync(Token))?[1]);
    }

    [Fact]
    public async Task Readers_of_the_store_are_independent_until_they_are_closed()
    {
        await using PipelineFixture fixture = await StartAsync();
        await using IEventAppender appender = await fixture.OpenAppenderAsync();
        for (int partition = 0; partition < 4; partition++)
        {
            fixture.Append(appender, partition, Enumerable.Range(0, 700).Select(BitConverter.GetBytes));
        }

        await appender.FlushAsync(Token);
        await DrainAsync(fixture);

        await PipelineFixture.AssertReadSideBySideAsync(fixture.Ports.Store.OpenReader, count: 700);
        IEventReader reader = fixture.Ports.Store.OpenReader();
        await reader.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await reader.ReadAsync(0, 0, new EventBatch(), Token));
    }

    [Theory]
    [InlineData(ServiceNames.Kafka)]
    [InlineData(ServiceNames.Flink)]
    [InlineData(ServiceNames.FlinkTaskManager)]
    [InlineData(ServiceNames.Cassandra)]
    public async Task Stopping_a_service_lets_counts_diverge_and_starting_it_lets_them_converge(string service)
    {
        await using PipelineFixture fixture = await StartAsync();
        await using IEventAppender appender = await fixture.OpenAppenderAsync();
        fixture.Append(appender, 0, Enumerable.Repeat(new byte[100], 1_000));
        await appender.FlushAsync(Token);
        await DrainAsync(fixture);

        await fixture.Ports.Services.ActAsync(service, ServiceAction.Stop, PipelineFixture.Deadline, Token);
        fixture.Append(appender, 0, Enumerable.Repeat(new byte[100], 1_000));
        if (service == ServiceNames.Kafka)
        {
            Assert.Equal(1_000, appender.BufferedCount);
            Assert.Equal(1_000, fixture.Count(DeliveryOutcome.Acked));
        }
        else
        {
            await appender.FlushAsync(Token);
            Assert.Equal(2_000, (await fixture.Ports.Log.GetEndOffsetsAsync(Token)).Sum());
            Assert.Equal(1_000, (await fixture.Ports.Log.GetCommittedOffsetsAsync(Token)).Sum());
            if (service != ServiceNames.Cassandra)
            {
                Assert.Equal(1_000, await fixture.RowCountAsync());
            }
        }

        await fixture.Ports.Services.ActAsync(service, ServiceAction.Start, PipelineFixture.Deadline, Token);
        await appender.FlushAsync(Token);
        await DrainAsync(fixture);
        await AssertWholeAsync(fixture, 2_000);
    }

    [Theory]
    [InlineData(ServiceNames.Kafka)]
    [InlineData(ServiceNames.Flink)]
    [InlineData(ServiceNames.FlinkTaskManager)]
    [InlineData(ServiceNames.Cassandra)]
    public async Task Killing_a_service_repeatedly_under_load_loses_and_duplicates_nothing(string service)
    {
        await using PipelineFixture fixture = await StartAsync(
            new PipelineOptions { CheckpointInterval = TimeSpan.FromMilliseconds(20) });
        await using IEventAppender appender = await fixture.OpenAppenderAsync();
        for (int round = 0; round < 6; round++)
        {
            fixture.Append(appender, round % 4, Enumerable.Repeat(new byte[50], 5_000));
            await fixture.Ports.Services.ActAsync(service, ServiceAction.Kill, PipelineFixture.Deadline, Token);
            Assert.Equal(ServiceState.Killed, (await fixture.Ports.Services.GetStatusAsync(service, Token)).State);
            await fixture.Ports.Services.ActAsync(service, ServiceAction.Start, PipelineFixture.Deadline, Token);
        }

        await appender.FlushAsync(Token);
        await DrainAsync(fixture);
        await AssertWholeAsync(fixture, 30_000);
    }

    [Theory]
    [InlineData(ServiceNames.Kafka)]
    [InlineData(ServiceNames.Flink)]
    [InlineData(ServiceNames.FlinkTaskManager)]
    [InlineData(ServiceNames.Cassandra)]
    public async Task Freezing_a_service_stops_the_flow_and_resuming_continues_it(string service)
    {
        await using PipelineFixture fixture = await StartAsync();
        await using IEventAppender appender = await fixture.OpenAppenderAsync();
        await fixture.Ports.Services.ActAsync(service, ServiceAction.Suspend, PipelineFixture.Deadline, Token);
        fixture.Append(appender, 0, Enumerable.Repeat(new byte[100], 2_000));
        Assert.Equal(ServiceState.Suspended, (await fixture.Ports.Services.GetStatusAsync(service, Token)).State);
        if (service != ServiceNames.Kafka)
        {
            await appender.FlushAsync(Token);
        }

        // Long enough for ongoing work to show; nothing depends on its exact length.
        await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, Token);
        Assert.Equal(service == ServiceNames.Kafka ? 0 : 2_000, fixture.Count(DeliveryOutcome.Acked));
        if (service != ServiceNames.Kafka)
        {
            Assert.Equal(0, (await fixture.Ports.Log.GetCommittedOffsetsAsync(Token)).Sum());
        }

        if (service != ServiceNames.Cassandra)
        {
            Assert.Equal(0, await fixture.RowCountAsync());
        }

        await fixture.Ports.Services.ActAsync(service, ServiceAction.Resume, PipelineFixture.Deadline, Token);
        await appender.FlushAsync(Token);
        await DrainAsync(fixture);
        await AssertWholeAsync(fixture, 2_000);
    }

    [Fact]
    public async Task Record_that_cannot_be_stored_becomes_one_dead_letter_and_does_not_stop_the_job()
    {
        await using PipelineFixture fixture = await StartAsync(new PipelineOptions { RequestTimeout = Patient });
        await using IEventAppender appender = await fixture.OpenAppenderAsync();
        EventIdentity unreadable = EventIdentity.Create(1, 0, Guid.NewGuid(), 0, 0, [1]) with { Version = EventIdentity.CurrentVersion + 1 };
        Assert.True(appender.TryAppend(in unreadable, [1]));
        fixture.Append(appender, 0, [2], [3]);
        await appender.FlushAsync(Token);
        await DrainAsync(fixture);
        await fixture.Ports.Processor.RestartAsync(Token);
        fixture.Append(appender, 0, [4]);
        await appender.FlushAsync(Token);
        await DrainAsync(fixture);

        Assert.Equal(1, await fixture.Ports.Processor.GetDeadLetterCountAsync(Token));
        var rows = await PipelineFixture.ReadAllAsync(fixture.Ports.Store.OpenReader, 0);
        Assert.Equal([[2], [3], [4]], rows.Select(row => row.Body));
        Assert.Equal([3, 0, 0, 0], await fixture.Ports.Store.GetRowCountsAsync(Token));
    }

    [Fact]
    public async Task Restarting_the_job_repeats_from_the_last_checkpoint_without_a_second_row()
    {
        // No periodic checkpoint, so that the restart repeats everything.
        await using PipelineFixture fixture = await StartAsync(
            new PipelineOptions { CheckpointInterval = TimeSpan.FromMinutes(10), RequestTimeout = Patient });
        await using IEventAppender appender = await fixture.OpenAppenderAsync();
        fixture.Append(appender, 0, Enumerable.Repeat(new byte[100], 3_000));
        await appender.FlushAsync(Token);
        await PipelineFixture.UntilAsync(async () => await fixture.RowCountAsync() == 3_000, "3,000 rows");
        Assert.Equal(0, (await fixture.Ports.Log.GetCommittedOffsetsAsync(Token)).Sum());

        await fixture.Ports.Processor.RestartAsync(Token);
        await PipelineFixture.UntilAsync(
            async () => (await fixture.Ports.Processor.GetStatusAsync(Token)).RepeatedCount == 3_000, "3,000 repeats");
        await fixture.Ports.Processor.CheckpointAsync(Token);

        ProcessorStatus status = await fixture.Ports.Processor.GetStatusAsync(Token);
        Assert.Equal(1, status.RestartCount);
        Assert.NotNull(status.LastCheckpoint);
        Assert.Equal(3_000, (await fixture.Ports.Log.GetCommittedOffsetsAsync(Token)).Sum());
        await AssertWholeAsync(fixture, 3_000);
    }

    [Fact]
    public async Task A_store_that_is_down_back_pressures_the_job()
    {
        await using PipelineFixture fixture = await StartAsync();
        await using IEventAppender appender = await fixture.OpenAppenderAsync();
        await fixture.Ports.Services.ActAsync(ServiceNames.Cassandra, ServiceAction.Stop, PipelineFixture.Deadline, Token);
        fixture.Append(appender, 0, [1]);
        await appender.FlushAsync(Token);

        await PipelineFixture.UntilAsync(
            async () => (await fixture.Ports.Processor.GetStatusAsync(Token)).IsBackPressured, "back-pressure");
        await Assert.ThrowsAsync<ServiceUnavailableException>(async () => await fixture.Ports.Store.GetRowCountsAsync(Token));
        await fixture.Ports.Services.ActAsync(ServiceNames.Cassandra, ServiceAction.Start, PipelineFixture.Deadline, Token);
        await DrainAsync(fixture);
        Assert.False((await fixture.Ports.Processor.GetStatusAsync(Token)).IsBackPressured);
    }

    [Fact]
    public async Task Service_operations_are_idempotent_and_unknown_names_list_the_valid_ones()
    {
        await using PipelineFixture fixture = await StartAsync();
        IServiceHost host = fixture.Ports.Services;
        foreach (string service in ServiceNames.All)
        {
            await host.ActAsync(service, ServiceAction.Start, PipelineFixture.Deadline, Token);
            await host.ActAsync(service, ServiceAction.Stop, PipelineFixture.Deadline, Token);
            await host.ActAsync(service, ServiceAction.Stop, PipelineFixture.Deadline, Token);
            Assert.Equal(ServiceState.Stopped, (await host.GetStatusAsync(service, Token)).State);
            await Assert.ThrowsAsync<ServiceStateException>(async () => await host.ActAsync(service, ServiceAction.Suspend, PipelineFixture.Deadline, Token));
            await host.ActAsync(service, ServiceAction.Start, PipelineFixture.Deadline, Token);
            ServiceStatus status = await host.GetStatusAsync(service, Token);
            Assert.Equal(ServiceState.Ready, status.State);
            Assert.Equal(1, status.RestartCount);
        }

        UnknownServiceException unknown = await Assert.ThrowsAsync<UnknownServiceException>(
            async () => await host.ActAsync("zookeeper", ServiceAction.Stop, PipelineFixture.Deadline, Token));
        Assert.Equal(host.Names, unknown.Valid);
        Assert.Contains(ServiceNames.Cassandra, unknown.Message, StringComparison.Ordinal);
    }

    /// <summary>Waits until the offsets of everything in the log are committed.</summary>
    protected static Task DrainAsync(PipelineFixture fixture) => PipelineFixture.UntilAsync(
        async () =>
        {
            try
            {
                IReadOnlyList<long> ends = await fixture.Ports.Log.GetEndOffsetsAsync(Token);
                return ends.SequenceEqual(await fixture.Ports.Log.GetCommittedOffsetsAsync(Token));
            }
            catch (ServiceTimeoutException)
            {
                return false;
            }
        },
        "committed offsets at the end offsets");

    /// <summary>Every event acknowledged, in the log once and in the store once, in order.</summary>
    protected static async Task AssertWholeAsync(PipelineFixture fixture, long count)
    {
        Assert.Equal(count, fixture.Count(DeliveryOutcome.Acked));
        Assert.Equal(count, await fixture.RowCountAsync());
        long rows = 0;
        for (int partition = 0; partition < fixture.Ports.Log.PartitionCount; partition++)
        {
            var stored = await PipelineFixture.ReadAllAsync(fixture.Ports.Store.OpenReader, partition);
            Assert.Equal(Enumerable.Range(0, stored.Count).Select(i => (long)i), stored.Select(row => row.Offset));
            Assert.Equal(Enumerable.Range(0, stored.Count).Select(i => (long)i), stored.Select(row => row.Identity.Seq));
            rows += stored.Count;
        }

        Assert.Equal(count, rows);
    }

    private static bool SameEvent(
        (long Offset, Engine.Events.EventIdentity Identity, byte[] Body) left,
        (long Offset, Engine.Events.EventIdentity Identity, byte[] Body) right) =>
        left.Offset == right.Offset && left.Identity == right.Identity && left.Body.AsSpan().SequenceEqual(right.Body);
}
