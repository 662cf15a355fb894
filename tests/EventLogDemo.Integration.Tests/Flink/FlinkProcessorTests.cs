using EventLogDemo.Engine.Flink;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Integration.Tests.Flink;

public sealed class FlinkProcessorTests(FlinkStack stack) : IClassFixture<FlinkStack>
{
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(10);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_job_at_work_tells_its_checkpoints_and_what_it_wrote()
    {
        stack.Need();
        await using FlinkProcessor processor = stack.Open(RequestTimeout);
        await processor.ProbeCoordinatorAsync(Token);
        await processor.ProbeWorkersAsync(Token);
        ProcessorStatus before = await processor.GetStatusAsync(Token);
        Assert.Equal(ProcessorState.Running, before.State);
        await processor.CheckpointAsync(Token);
        ProcessorStatus after = await processor.GetStatusAsync(Token);
        Assert.True(after.CheckpointCount > before.CheckpointCount);
        Assert.NotNull(after.LastCheckpoint);
        Assert.Contains("savepoint", await processor.SavepointAsync("file:///tmp", Token), StringComparison.Ordinal);

        long written = (await processor.SinkCountersAsync(Token))?.RowsWritten ?? 0;
        await stack.ProduceAsync(1000);
        await FlinkStack.UntilAsync(
            async token => (await processor.SinkCountersAsync(token))?.RowsWritten == written + 1000, "1,000 rows more");
        await Assert.ThrowsAsync<CheckpointFailedException>(async () => await processor.SavepointAsync("file:///proc/none", Token));
    }

    [Fact]
    public async Task Workers_that_die_stop_the_job_and_bring_it_back()
    {
        stack.Need();
        await using FlinkProcessor processor = stack.Open(RequestTimeout);
        ProcessorStatus before = await processor.GetStatusAsync(Token);
        await stack.OnWorkersAsync("kill");
        await FlinkStack.UntilAsync(
            async token => (await processor.GetStatusAsync(token)).State == ProcessorState.Stopped, "a job without workers");
        await Assert.ThrowsAsync<ServiceUnavailableException>(async () => await processor.ProbeWorkersAsync(Token));
        await stack.OnWorkersAsync("start");
        await FlinkStack.UntilAsync(
            async token => (await processor.GetStatusAsync(token)).State == ProcessorState.Running, "a job that is back");
        await FlinkStack.UntilAsync(
            async token => (await processor.GetStatusAsync(token)).RestartCount > before.RestartCount, "a restart that is counted");
    }

    [Fact]
    public async Task A_restart_of_the_coordinator_is_a_restart_of_the_job()
    {
        stack.Need();
        await using FlinkProcessor processor = stack.Open(RequestTimeout);
        await processor.RestartAsync(Token);
        ProcessorStatus after = await processor.GetStatusAsync(Token);
        Assert.Equal(ProcessorState.Running, after.State);
        Assert.Equal(1, after.RestartCount);
    }

    [Fact]
    public async Task A_frozen_coordinator_is_a_timeout_and_a_stopped_one_is_down()
    {
        stack.Need();
        await using FlinkProcessor processor = stack.Open(TimeSpan.FromSeconds(2));
        await stack.OnCoordinatorAsync("pause");
        await Assert.ThrowsAsync<ServiceTimeoutException>(async () => await processor.GetStatusAsync(Token));
        await stack.OnCoordinatorAsync("unpause");
        await stack.OnCoordinatorAsync("stop");
        await Assert.ThrowsAsync<ServiceUnavailableException>(async () => await processor.GetStatusAsync(Token));
        await stack.OnCoordinatorAsync("start");
        await FlinkStack.UntilAsync(
            async token => (await processor.GetStatusAsync(token)).State == ProcessorState.Running, "a job that is back");
    }

    [Fact]
    public async Task A_store_that_is_frozen_shows_as_back_pressure()
    {
        stack.Need();
        await using FlinkProcessor processor = stack.Open(RequestTimeout);
        Assert.False((await processor.GetStatusAsync(Token)).IsBackPressured);
        await stack.OnStoreAsync("pause");
        await stack.ProduceAsync(5000);
        await FlinkStack.UntilAsync(async token => (await processor.GetStatusAsync(token)).IsBackPressured, "back-pressure");
        await stack.OnStoreAsync("unpause");
        await FlinkStack.UntilAsync(async token => !(await processor.GetStatusAsync(token)).IsBackPressured, "no back-pressure");
    }
}
