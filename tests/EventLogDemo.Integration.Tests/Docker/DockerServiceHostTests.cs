using EventLogDemo.Engine.Docker.Containers;
using EventLogDemo.Engine.Docker.Services;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Tests.Conformance;

namespace EventLogDemo.Integration.Tests.Docker;

public sealed class DockerServiceHostTests(SmallStack stack)
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(3);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Only_containers_that_opted_in_are_services()
    {
        using DockerServiceHost host = await stack.OpenAsync(Token);

        Assert.Equal(["kafka", "flink"], host.Names);
        await Assert.ThrowsAsync<UnknownServiceException>(async () => await host.ActAsync("bystander", ServiceAction.Kill, PipelineFixture.Deadline, Token));
        Assert.Equal(ContainerStatus.Running, (await FindAsync("bystander")).Status);
    }

    [Fact]
    public async Task Status_has_endpoint_and_start()
    {
        using DockerServiceHost host = await stack.OpenAsync(Token);

        ServiceStatus status = await host.GetStatusAsync("kafka", Token);
        Assert.Equal(ServiceState.Ready, status.State);
        Assert.Equal(new Uri($"tcp://127.0.0.1:{stack.OwnPort}"), status.Endpoint);
        Assert.Equal((await InspectAsync("kafka")).StartedAt, status.Since);
        Assert.Null(status.Detail);
    }

    [Fact]
    public async Task Stopped_service_exits_cleanly_and_a_start_waits_until_it_answers()
    {
        using DockerServiceHost host = await stack.OpenAsync(Token);
        await host.ActAsync("kafka", ServiceAction.Stop, Long, Token);
        await host.ActAsync("kafka", ServiceAction.Stop, Long, Token);
        ServiceStatus stopped = await host.GetStatusAsync("kafka", Token);
        Assert.Equal((ServiceState.Stopped, null), (stopped.State, stopped.Detail));
        Assert.Equal(new Uri($"tcp://127.0.0.1:{stack.OwnPort}"), stopped.Endpoint);
        Assert.Equal("bye", (await ReadAsync(host, "kafka", last: 1)).Single());

        long began = TimeProvider.System.GetTimestamp();
        await host.ActAsync("kafka", ServiceAction.Start, Long, Token);
        Assert.True(TimeProvider.System.GetElapsedTime(began) >= SmallStack.StartTime);
        ServiceStatus ready = await host.GetStatusAsync("kafka", Token);
        Assert.Equal((ServiceState.Ready, 1), (ready.State, ready.RestartCount));
    }

    [Fact]
    public async Task Killed_service_is_killed_and_stays_down()
    {
        using DockerServiceHost host = await stack.OpenAsync(Token);
        await host.ActAsync("kafka", ServiceAction.Kill, PipelineFixture.Deadline, Token);
        await host.ActAsync("kafka", ServiceAction.Kill, PipelineFixture.Deadline, Token);

        Assert.Equal(ServiceState.Killed, (await host.GetStatusAsync("kafka", Token)).State);
        await Assert.ThrowsAsync<ServiceStateException>(async () => await host.ActAsync("kafka", ServiceAction.Suspend, PipelineFixture.Deadline, Token));
        await host.ActAsync("kafka", ServiceAction.Start, Long, Token);
        Assert.Equal(ServiceState.Ready, (await host.GetStatusAsync("kafka", Token)).State);
    }

    [Fact]
    public async Task Resumed_service_continues_where_it_was()
    {
        using DockerServiceHost host = await stack.OpenAsync(Token);
        DateTimeOffset startedAt = (await InspectAsync("kafka")).StartedAt;
        await host.ActAsync("kafka", ServiceAction.Suspend, PipelineFixture.Deadline, Token);
        await host.ActAsync("kafka", ServiceAction.Suspend, PipelineFixture.Deadline, Token);
        Assert.Equal(ServiceState.Suspended, (await host.GetStatusAsync("kafka", Token)).State);

        await host.ActAsync("kafka", ServiceAction.Resume, Long, Token);
        Assert.Equal(ServiceState.Ready, (await host.GetStatusAsync("kafka", Token)).State);
        Assert.Equal(startedAt, (await InspectAsync("kafka")).StartedAt);
    }

    [Fact]
    public async Task Suspended_service_can_be_stopped_and_killed()
    {
        using DockerServiceHost host = await stack.OpenAsync(Token);
        await host.ActAsync("kafka", ServiceAction.Suspend, PipelineFixture.Deadline, Token);
        await host.ActAsync("kafka", ServiceAction.Stop, Long, Token);
        Assert.Equal(ServiceState.Stopped, (await host.GetStatusAsync("kafka", Token)).State);

        await host.ActAsync("kafka", ServiceAction.Start, Long, Token);
        await host.ActAsync("kafka", ServiceAction.Suspend, PipelineFixture.Deadline, Token);
        await host.ActAsync("kafka", ServiceAction.Kill, PipelineFixture.Deadline, Token);
        Assert.Equal(ServiceState.Killed, (await host.GetStatusAsync("kafka", Token)).State);
    }

    [Fact]
    public async Task Service_that_exits_reports_its_exit_code_and_last_lines()
    {
        using DockerServiceHost host = await stack.OpenAsync(Token);
        await PipelineFixture.UntilAsync(async () => (await InspectAsync("flink")).IsDown, "a service that has ended");
        ServiceStatus status = await host.GetStatusAsync("flink", Token);
        Assert.Equal((ServiceState.Failed, "exited with code 78"), (status.State, status.Detail));

        ServiceExitedException error = await Assert.ThrowsAsync<ServiceExitedException>(
            async () => await host.ActAsync("flink", ServiceAction.Start, Long, Token));
        Assert.Equal(("flink", 78), (error.Target, error.ExitCode));
        Assert.Equal("bad configuration", error.Evidence[^1]);
    }

    [Fact]
    public async Task Start_that_times_out_reports_the_log()
    {
        using DockerServiceHost running = await stack.OpenAsync(Token);
        using DockerServiceHost host = await stack.OpenAsync(Token, probe: _ => throw new IOException("it never answers"));

        ServiceNotReadyException error = await Assert.ThrowsAsync<ServiceNotReadyException>(
            async () => await host.ActAsync("kafka", ServiceAction.Start, TimeSpan.FromSeconds(15), Token));
        Assert.Equal("it never answers", error.Reason);
        Assert.Contains("hello from kafka", error.Evidence);
    }

    [Fact]
    public async Task Log_has_both_streams_and_ends_when_cancelled()
    {
        using DockerServiceHost host = await stack.OpenAsync(Token);
        List<string> all = await ReadAsync(host, "kafka", last: 1_000);
        Assert.Contains("hello from kafka", all);
        Assert.Contains("trouble from kafka", all);
        Assert.Contains("\e[2J hostile \uFFFD", all);
        Assert.Single(await ReadAsync(host, "kafka", last: 1));
        Assert.Empty(await ReadAsync(host, "kafka", last: 0));
    }

    [Fact]
    public async Task Followed_log_returns_new_lines_and_ends_with_the_service()
    {
        using DockerServiceHost host = await stack.OpenAsync(Token);
        await using IAsyncEnumerator<string> lines = host.ReadLogAsync("kafka", last: 1, follow: true, Token).GetAsyncEnumerator(Token);
        Assert.True(await NextAsync(lines));
        await host.ActAsync("kafka", ServiceAction.Stop, Long, Token);

        Assert.True(await NextAsync(lines));
        Assert.Equal("bye", lines.Current);
        Assert.False(await NextAsync(lines));
    }

    [Fact]
    public async Task Followed_log_can_be_cancelled()
    {
        using DockerServiceHost host = await stack.OpenAsync(Token);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await using IAsyncEnumerator<string> lines = host.ReadLogAsync("kafka", last: 1, follow: true, stop.Token).GetAsyncEnumerator(Token);
        Assert.True(await NextAsync(lines));
        Task<bool> next = NextAsync(lines);
        Assert.False(next.IsCompleted);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
    }

    [Fact]
    public async Task Another_project_with_the_same_names_is_never_touched()
    {
        using DockerServiceHost host = await stack.OpenAsync(Token);
        IReadOnlyList<ContainerSnapshot> before = await InspectForeignAsync();
        await host.ActAsync("kafka", ServiceAction.Suspend, PipelineFixture.Deadline, Token);
        await host.ActAsync("kafka", ServiceAction.Resume, Long, Token);
        await host.ActAsync("kafka", ServiceAction.Kill, PipelineFixture.Deadline, Token);
        await host.ActAsync("kafka", ServiceAction.Start, Long, Token);
        await host.ActAsync("kafka", ServiceAction.Stop, Long, Token);

        IReadOnlyList<ContainerSnapshot> after = await InspectForeignAsync();
        Assert.Equal(
            before.Select(container => (container.Id, container.Status, container.StartedAt, container.FinishedAt)),
            after.Select(container => (container.Id, container.Status, container.StartedAt, container.FinishedAt)));
    }

    private async Task<ContainerSummary> FindAsync(string service) =>
        (await stack.Own.ListContainersAsync(Token)).Single(container => container.Service == service);

    private async Task<ContainerSnapshot> InspectAsync(string service) =>
        await stack.Engine.InspectAsync((await FindAsync(service)).Id, Token) ?? throw new InvalidOperationException(service);

    private async Task<IReadOnlyList<ContainerSnapshot>> InspectForeignAsync()
    {
        List<ContainerSnapshot> found = [];
        foreach (ContainerSummary container in await stack.Foreign.ListContainersAsync(Token))
        {
            found.Add((await stack.Engine.InspectAsync(container.Id, Token))!);
        }

        return found;
    }

    private static ValueTask<List<string>> ReadAsync(DockerServiceHost host, string service, int last) =>
        host.ReadLogAsync(service, last, follow: false, Token).ToListAsync(Token);

    private static Task<bool> NextAsync(IAsyncEnumerator<string> lines) =>
        lines.MoveNextAsync().AsTask().WaitAsync(Long, TimeProvider.System, Token);
}
