using System.Globalization;
using EventLogDemo.Engine.Docker.Containers;
using EventLogDemo.Engine.Stepping;

namespace EventLogDemo.Engine.Docker.Services;

/// <summary>Whether a service answers.</summary>
/// <param name="timeout">How long to wait for one answer.</param>
/// <param name="time">The clock.</param>
internal sealed class ServiceProbe(TimeSpan timeout, TimeProvider time)
{
    /// <summary>How long to wait for one answer.</summary>
    public TimeSpan Timeout => timeout;

    /// <summary>Why a running container does not answer, or null when it does or is not running.</summary>
    public async Task<string?> FindFaultAsync(DockerService service, ContainerSnapshot? container, CancellationToken cancellationToken)
    {
        if (container is not { Status: ContainerStatus.Running })
        {
            return null;
        }

        if (service.Probe is null)
        {
            return container.Health is null or "healthy" ? null : $"its health check says '{container.Health}'";
        }

        try
        {
            return await TimeLimit.RunAsync<string?>(
                timeout,
                time,
                async token =>
                {
                    // Waited for and not only cancelled: some clients ignore the token.
                    await service.Probe(token).WaitAsync(token).ConfigureAwait(false);
                    return null;
                },
                () => string.Create(CultureInfo.InvariantCulture, $"it did not answer within {timeout.TotalSeconds:0.###} s"),
                cancellationToken).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // any failure of a client, of whatever type, is the reason
        catch (Exception failure) when (failure is not OperationCanceledException)
#pragma warning restore CA1031
        {
            return failure.Message;
        }
    }
}
