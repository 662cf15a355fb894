using EventLogDemo.Engine.Stepping;

namespace EventLogDemo.Engine.Pipelines;

/// <summary>Waits for a service without acting on it.</summary>
public static class ServiceWaiter
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>Waits until a service is ready.</summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="name">Name of the service.</param>
    /// <param name="timeout">How long to wait.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="UnknownServiceException">There is no such service.</exception>
    /// <exception cref="ServiceTimeoutException">It was not ready in time; the exception contains its last state.</exception>
    /// <exception cref="PipelineClosedException">The pipeline was stopped meanwhile.</exception>
    public static Task<ServiceStatus> ReadyAsync(
        Pipeline pipeline, string name, TimeSpan timeout, CancellationToken cancellationToken) =>
        new Poll(new Deadline(timeout, pipeline.Clock.TimeProvider), PollInterval)
        {
            // A service, or Docker, that is slow to report its state may still be ready in time.
            IsNotYet = failure => failure is ServiceTimeoutException or ServiceUnavailableException,
            Unanswered = "its state is not known yet",
        }.UntilAsync(
            async token =>
            {
                PipelineClosedException.ThrowIf(pipeline.IsClosed, pipeline.Name);
                ServiceStatus status = await pipeline.Ports.Services.GetStatusAsync(name, token).AsTask()
                    .WaitAsync(token).ConfigureAwait(false);
                return status.State == ServiceState.Ready
                    ? Check.Holds(status)
                    : Check.NotYet<ServiceStatus>(status.Detail is { } detail ? $"it is {status.State} ({detail})" : $"it is {status.State}");
            },
            missing => ServiceTimeoutException.OfWait(name, timeout, missing),
            cancellationToken);
}
