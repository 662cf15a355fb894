using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Tests.Metrics;

namespace EventLogDemo.Engine.Tests.Pipelines;

public sealed class ServiceWaiterTests : IAsyncDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan SlowStatus = TimeSpan.FromSeconds(5);

    private readonly FakePipeline _fake = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _fake.DisposeAsync();

    [Fact]
    public async Task Status_that_takes_longer_than_a_request_timeout_is_waited_for()
    {
        TaskCompletionSource status = new();
        _fake.Services.Hop.Until = status.Task;
        Task<ServiceStatus> wait = ReadyAsync();
        _fake.Time.Advance(SlowStatus);
        Assert.False(wait.IsCompleted);

        status.SetResult();
        Assert.Equal(ServiceState.Ready, (await wait).State);
    }

    [Fact]
    public async Task Status_that_times_out_in_the_host_is_requested_again()
    {
        _fake.Services.Hop.Mode = HopMode.Down;
        Task<ServiceStatus> wait = ReadyAsync();
        _fake.Time.Advance(SlowStatus);
        Assert.False(wait.IsCompleted);

        _fake.Services.Hop.Mode = HopMode.Up;
        _fake.Time.Advance(SlowStatus);
        Assert.Equal(ServiceState.Ready, (await wait).State);
    }

    [Fact]
    public async Task Service_that_is_not_ready_in_time_is_an_error_with_its_state()
    {
        _fake.Services.States["kafka"] = ServiceState.Suspended;
        Task<ServiceStatus> wait = ReadyAsync();
        _fake.Time.Advance(Timeout);

        ServiceTimeoutException error = await Assert.ThrowsAsync<ServiceTimeoutException>(() => wait);
        Assert.Equal("kafka was not ready within 20 s: it is Suspended.", error.Message);
    }

    [Theory]
    [InlineData(nameof(HopMode.Frozen))]
    [InlineData(nameof(HopMode.Deaf))]
    public async Task Status_that_never_comes_ends_the_wait_at_its_deadline(string mode)
    {
        _fake.Services.Hop.Mode = Enum.Parse<HopMode>(mode);
        Task<ServiceStatus> wait = ReadyAsync();
        _fake.Time.Advance(Timeout - SlowStatus);
        Assert.False(wait.IsCompleted);
        _fake.Time.Advance(SlowStatus);

        await Assert.ThrowsAsync<ServiceTimeoutException>(() => wait);
    }

    [Fact]
    public async Task Closing_the_pipeline_ends_the_wait()
    {
        _fake.Services.States["kafka"] = ServiceState.Stopped;
        Task<ServiceStatus> wait = ReadyAsync();
        await _fake.Pipeline.DisposeAsync();
        _fake.Time.Advance(SlowStatus);

        await Assert.ThrowsAsync<PipelineClosedException>(() => wait);
    }

    private Task<ServiceStatus> ReadyAsync() => ServiceWaiter.ReadyAsync(_fake.Pipeline, "kafka", Timeout, Token);
}
