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
    public void State_follows_the_container_and_the_probe(object status, string? unanswered, ServiceState state, string? detail) =>
        Assert.Equal((state, detail), ContainerStates.Map(Container((ContainerStatus)status), ShutdownCause.None, unanswered));

    [Theory]
    [InlineData(0, nameof(ShutdownCause.None), ServiceState.Stopped)]
    [InlineData(143, nameof(ShutdownCause.None), ServiceState.Stopped)]
    [InlineData(137, nameof(ShutdownCause.None), ServiceState.Killed)]
    [InlineData(1, nameof(ShutdownCause.None), ServiceState.Failed)]
    [InlineData(1, nameof(ShutdownCause.Stop), ServiceState.Stopped)]
    [InlineData(137, nameof(ShutdownCause.Stop), ServiceState.Stopped)]
    [InlineData(137, nameof(ShutdownCause.Kill), ServiceState.Killed)]
    public void State_of_an_exited_container_follows_exit_code_and_cause(int exitCode, string cause, ServiceState state) =>
        Assert.Equal(
            state,
            ContainerStates.Map(Container(ContainerStatus.Exited) with { ExitCode = exitCode }, Enum.Parse<ShutdownCause>(cause), null).State);

    [Fact]
    public void Failure_reports_the_exit_code() =>
        Assert.Equal(
            "exited with code 3", ContainerStates.Map(Container(ContainerStatus.Exited) with { ExitCode = 3 }, ShutdownCause.None, null).Detail);

    [Fact]
    public void Container_killed_for_memory_has_failed()
    {
        ContainerSnapshot container = Container(ContainerStatus.Exited) with { ExitCode = 137, IsOutOfMemory = true };

        (ServiceState state, string? detail) = ContainerStates.Map(container, ShutdownCause.None, null);
        Assert.Equal(ServiceState.Failed, state);
        Assert.Contains("memory", detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Container_in_a_restart_loop_has_failed() =>
        Assert.Equal(
            (ServiceState.Failed, "exited with code 1; Docker is starting it again"),
            ContainerStates.Map(Container(ContainerStatus.Restarting) with { ExitCode = 1 }, ShutdownCause.None, null));

    [Fact]
    public void Removed_container_has_failed() =>
        Assert.Equal((ServiceState.Failed, "its container has been removed"), ContainerStates.Map(null, ShutdownCause.None, null));

    private static ContainerSnapshot Container(ContainerStatus status) => new() { Id = "1", Name = "p-kafka-1", Status = status };
}
