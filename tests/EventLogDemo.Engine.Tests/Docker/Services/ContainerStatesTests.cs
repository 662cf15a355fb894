using EventLogDemo.Engine.Docker.Containers;
using EventLogDemo.Engine.Docker.Services;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Engine.Tests.Docker.Services;

public sealed class ContainerStatesTests
{
    [Theory]
    [InlineData(ContainerStatus.Running, null, ServiceState.Ready, null)]
    [InlineData(ContainerStatus.Running, "no answer", ServiceState.Unresponsive, "no answer")]
    [InlineData(ContainerStatus.Paused, null, ServiceState.Suspended, null)]
    [InlineData(ContainerStatus.Created, null, ServiceState.Stopped, "was never started")]
    [InlineData(ContainerStatus.Removing, null, ServiceState.Failed, "its container is being removed")]
    public void State_follows_the_container_and_its_answer(object status, string? unanswered, ServiceState state, string? detail) =>
        Assert.Equal((state, detail), ContainerStates.Map(Container((ContainerStatus)status), Asked.Nothing, unanswered));

    [Theory]
    [InlineData(0, nameof(Asked.Nothing), ServiceState.Stopped)]
    [InlineData(143, nameof(Asked.Nothing), ServiceState.Stopped)]
    [InlineData(137, nameof(Asked.Nothing), ServiceState.Killed)]
    [InlineData(1, nameof(Asked.Nothing), ServiceState.Failed)]
    [InlineData(1, nameof(Asked.Stop), ServiceState.Stopped)]
    [InlineData(137, nameof(Asked.Stop), ServiceState.Stopped)]
    [InlineData(137, nameof(Asked.Kill), ServiceState.Killed)]
    public void End_is_told_by_exit_code_and_by_who_asked_for_it(int exitCode, string asked, ServiceState state) =>
        Assert.Equal(
            state,
            ContainerStates.Map(Container(ContainerStatus.Exited) with { ExitCode = exitCode }, Enum.Parse<Asked>(asked), null).State);

    [Fact]
    public void Failure_tells_its_exit_code() =>
        Assert.Equal(
            "exited with code 3", ContainerStates.Map(Container(ContainerStatus.Exited) with { ExitCode = 3 }, Asked.Nothing, null).Detail);

    [Fact]
    public void Container_killed_for_memory_has_failed()
    {
        ContainerSnapshot container = Container(ContainerStatus.Exited) with { ExitCode = 137, IsOutOfMemory = true };

        (ServiceState state, string? detail) = ContainerStates.Map(container, Asked.Nothing, null);
        Assert.Equal(ServiceState.Failed, state);
        Assert.Contains("memory", detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Container_that_docker_starts_again_and_again_has_failed() =>
        Assert.Equal(
            (ServiceState.Failed, "exited with code 1; Docker is starting it again"),
            ContainerStates.Map(Container(ContainerStatus.Restarting) with { ExitCode = 1 }, Asked.Nothing, null));

    [Fact]
    public void Removed_container_has_failed() =>
        Assert.Equal((ServiceState.Failed, "its container has been removed"), ContainerStates.Map(null, Asked.Nothing, null));

    private static ContainerSnapshot Container(ContainerStatus status) => new() { Id = "1", Name = "p-kafka-1", Status = status };
}
