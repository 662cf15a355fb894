using System.Globalization;
using EventLogDemo.Engine.Docker.Containers;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Engine.Docker.Services;

/// <summary>How this process last brought a container down, if it did.</summary>
internal enum ShutdownCause
{
    None,
    Stop,
    Kill,
}

/// <summary>Derives the state of a service from its container and its probe.</summary>
internal static class ContainerStates
{
    // Exit codes of a program that was ended by a signal: 128 plus the signal's number.
    private const int Terminated = 128 + 15;
    private const int Killed = 128 + 9;

    /// <summary>The state of a service, with a detail where there is one.</summary>
    /// <param name="container">The container, or null when it has been removed.</param>
    /// <param name="cause">How this process brought it down, if it did.</param>
    /// <param name="unanswered">Why a running one did not answer, or null when it did.</param>
    public static (ServiceState State, string? Detail) Map(ContainerSnapshot? container, ShutdownCause cause, string? unanswered) => container switch
    {
        null => (ServiceState.Failed, "its container has been removed"),
        { Status: ContainerStatus.Running } => unanswered is null ? (ServiceState.Ready, null) : (ServiceState.Unresponsive, unanswered),
        { Status: ContainerStatus.Paused } => (ServiceState.Suspended, null),
        { Status: ContainerStatus.Restarting } => (ServiceState.Failed, $"{DescribeExit(container)}; Docker is starting it again"),
        { Status: ContainerStatus.Created, Error: null } => (ServiceState.Stopped, "was never started"),
        { Status: ContainerStatus.Created } => (ServiceState.Failed, container.Error),
        { Status: ContainerStatus.Removing } => (ServiceState.Failed, "its container is being removed"),
        _ => MapExit(container, cause),
    };

    /// <summary>How a container exited.</summary>
    public static string DescribeExit(ContainerSnapshot container)
    {
        string code = container.ExitCode.ToString(CultureInfo.InvariantCulture);
        return ReasonOf(container) is { } reason ? $"exited with code {code}: {reason}" : $"exited with code {code}";
    }

    /// <summary>What Docker knows about an exit besides the code.</summary>
    public static string? ReasonOf(ContainerSnapshot container) =>
        container.IsOutOfMemory ? "killed by the system because it ran out of memory" : container.Error;

    private static (ServiceState State, string? Detail) MapExit(ContainerSnapshot container, ShutdownCause cause) => cause switch
    {
        ShutdownCause.Stop => (ServiceState.Stopped, container.ExitCode == Killed ? "did not end within its grace period and was killed" : null),
        ShutdownCause.Kill => (ServiceState.Killed, null),
        _ when ReasonOf(container) is not null => (ServiceState.Failed, DescribeExit(container)),
        _ => container.ExitCode switch
        {
            0 or Terminated => (ServiceState.Stopped, null),
            Killed => (ServiceState.Killed, null),
            _ => (ServiceState.Failed, DescribeExit(container)),
        },
    };
}
