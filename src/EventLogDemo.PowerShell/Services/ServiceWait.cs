using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.PowerShell.Conversion;

namespace EventLogDemo.PowerShell.Services;

/// <summary>Waits that concern one service, each with a deadline.</summary>
internal static class ServiceWait
{
    /// <summary>How long one operation on one service may take.</summary>
    /// <value>Defaults to 1 minute.</value>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>The length of a <c>-Timeout</c>.</summary>
    /// <exception cref="OptionRangeException">It is outside 1 ms to 1 day.</exception>
    public static TimeSpan Checked(Duration timeout)
    {
        OptionRangeException.ThrowIfOutside("Timeout", timeout.Value, Shortest, Longest);
        return timeout.Value;
    }

    /// <summary>Does something to a service, and gives up when it takes longer than it may.</summary>
    /// <exception cref="ServiceTimeoutException">It took longer.</exception>
    public static async Task WithinAsync(
        TimeSpan timeout, string name, string action, Func<CancellationToken, Task> act, CancellationToken stop)
    {
        using CancellationTokenSource deadline = new(timeout, TimeProvider.System);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(stop, deadline.Token);
        try
        {
            await act(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new ServiceTimeoutException(name, timeout, action);
        }
    }

    /// <summary>Waits until a service is ready.</summary>
    /// <exception cref="ServiceTimeoutException">It was not in time; the exception tells its last state.</exception>
    /// <exception cref="PipelineClosedException">The pipeline was stopped meanwhile.</exception>
    public static async Task<ServiceStatus> ReadyAsync(Pipeline pipeline, string name, TimeSpan timeout, CancellationToken stop)
    {
        TimeProvider time = pipeline.Clock.TimeProvider;
        long started = time.GetTimestamp();
        using PeriodicTimer timer = new(Interval, time);
        while (true)
        {
            if (pipeline.IsClosed)
            {
                throw new PipelineClosedException(pipeline.Name);
            }

            ServiceStatus status = await pipeline.Ports.Services.GetStatusAsync(name, stop).ConfigureAwait(false);
            if (status.State == ServiceState.Ready)
            {
                return status;
            }

            if (time.GetElapsedTime(started) >= timeout)
            {
                throw new ServiceTimeoutException(name, timeout, SR.WaitServiceAction.With(status.State));
            }

            await timer.WaitForNextTickAsync(stop).ConfigureAwait(false);
        }
    }
}
