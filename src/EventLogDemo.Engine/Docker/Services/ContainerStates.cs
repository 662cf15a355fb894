using System.Globalization;
using EventLogDemo.Engine.Docker.Containers;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Engine.Docker.Services;

/// <summary>What this process last did to a container that is down.</summary>
internal enum Asked
{
    Nothing,
    Stop,
    Kill,
}

/// <summary>Tells the state of a service by its container and its answer.</summary>
internal static class ContainerStates
{
    // What a program ends with that a signal has ended: 128 and the signal's number.
    private const int Terminated = 128 + 15;
    private const int Killed = 128 + 9;

    /// <summary>The state, and what is to be said about it.</summary>
    /// <param name="container">The container, or null when it has been removed.</param>
    /// <param name="asked">What brought it down, if this process did.</param>
    /// <param name="unanswered">Why a running one did not answer, or null when it did.</param>
    public static (ServiceState State, string? Detail) Map(ContainerSnapshot? container, Asked asked, string? unanswered) => container switch
    {
        null => (ServiceState.Failed, "its container has been removed"),
        { Status: ContainerStatus.Running } => unanswered is null ? (ServiceState.Ready, null) : (ServiceState.Unresponsive, unanswered),
        { Status: ContainerStatus.Paused } => (ServiceState.Suspended, null),
        { Status: ContainerStatus.Restarting } => (ServiceState.Failed, $"{DescribeEnd(container)}; Docker is starting it again"),
        { Status: ContainerStatus.Created, Error: null } => (ServiceState.Stopped, "was never started"),
        { Status: ContainerStatus.Created } => (ServiceState.Failed, container.Error),
        { Status: ContainerStatus.Removing } => (ServiceState.Failed, "its container is being removed"),
        _ => MapEnd(container, asked),
    };

    /// <summary>How a container ended.</summary>
    public static string DescribeEnd(ContainerSnapshot container)
    {
        string code = container.ExitCode.ToString(CultureInfo.InvariantCulture);
        return ReasonOf(container) is { } reason ? $"exited with code {code}: {reason}" : $"exited with code {code}";
    }

    /// <summary>What Docker knows about an end beside the exit code.</summary>
    public static string? ReasonOf(ContainerSnapshot container) =>
        container.IsOutOfMemory ? "killed by the system because it ran out of memory" : container.Error;

    private static (ServiceState State, string? Detail) MapEnd(ContainerSnapshot container, Asked asked) => asked switch
    {
        Asked.Stop => (ServiceState.Stopped, container.ExitCode == Killed ? "did not end within its grace period and was killed" : null),
        Asked.Kill => (ServiceState.Killed, null),
        _ when ReasonOf(container) is not null => (ServiceState.Failed, DescribeEnd(container)),
        _ => container.ExitCode switch
        {
            0 or Terminated => (ServiceState.Stopped, null),
            Killed => (ServiceState.Killed, null),
            _ => (ServiceState.Failed, DescribeEnd(container)),
        },
    };
}
