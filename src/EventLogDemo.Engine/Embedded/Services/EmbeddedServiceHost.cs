using EventLogDemo.Engine.Pipelines;
using Microsoft.Extensions.Logging;

namespace EventLogDemo.Engine.Embedded.Services;

/// <summary>Stops, kills, freezes and starts the embedded parts. What it does to one service it does one at a time.</summary>
internal sealed partial class EmbeddedServiceHost : IServiceHost, IDisposable
{
    private readonly ILogger _logger;
    private readonly Dictionary<string, (IEmbeddedService Service, SemaphoreSlim Turn)> _services;

    public EmbeddedServiceHost(IEnumerable<IEmbeddedService> services, ILogger logger)
    {
        _logger = logger;
        _services = services.ToDictionary(
            service => service.Part.Name, service => (service, new SemaphoreSlim(1)), StringComparer.OrdinalIgnoreCase);
        Names = [.. _services.Values.Select(entry => entry.Service.Part.Name)];
    }

    public IReadOnlyList<string> Names { get; }

    public ValueTask<ServiceStatus> GetStatusAsync(string name, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Find(name).Service.Part.Status);

    public ValueTask StartAsync(string name, TimeSpan timeout, CancellationToken cancellationToken) =>
        DoAsync(name, "start", timeout, Start, cancellationToken);

    public ValueTask StopAsync(string name, TimeSpan timeout, CancellationToken cancellationToken) =>
        DoAsync(name, "stop", timeout, service => GoDown(service, ServiceState.Stopped, clean: true), cancellationToken);

    public ValueTask KillAsync(string name, CancellationToken cancellationToken) =>
        DoAsync(name, "kill", Timeout.InfiniteTimeSpan, service => GoDown(service, ServiceState.Killed, clean: false), cancellationToken);

    public ValueTask SuspendAsync(string name, CancellationToken cancellationToken) =>
        DoAsync(name, "suspend", Timeout.InfiniteTimeSpan, Suspend, cancellationToken);

    public ValueTask ResumeAsync(string name, TimeSpan timeout, CancellationToken cancellationToken) =>
        DoAsync(name, "resume", timeout, Resume, cancellationToken);

    public IAsyncEnumerable<string> ReadLogAsync(string name, int last, bool follow, CancellationToken cancellationToken) =>
        Find(name).Service.Part.Log.ReadAsync(last, follow, cancellationToken);

    /// <summary>Takes a service down whose work has thrown.</summary>
    public ValueTask FailAsync(string name, string reason) =>
        DoAsync(name, "fail", Timeout.InfiniteTimeSpan, service => Fail(service, reason), CancellationToken.None);

    public void Dispose()
    {
        foreach ((_, SemaphoreSlim turn) in _services.Values)
        {
            turn.Dispose();
        }
    }

    internal static void Start(IEmbeddedService service)
    {
        if (service.Part.IsDown)
        {
            service.Open();
        }

        if (!service.Part.IsReady)
        {
            service.Part.Enter(ServiceState.Ready);
        }
    }

    internal static void GoDown(IEmbeddedService service, ServiceState state, bool clean)
    {
        if (!service.Part.IsDown)
        {
            service.Part.Enter(state);
            service.Close(clean);
        }
    }

    internal static void Suspend(IEmbeddedService service)
    {
        ThrowIfDown(service, "suspended");
        if (service.Part.IsReady)
        {
            service.Part.Enter(ServiceState.Suspended);
        }
    }

    internal static void Resume(IEmbeddedService service)
    {
        ThrowIfDown(service, "resumed");
        Start(service);
    }

    private void Fail(IEmbeddedService service, string reason)
    {
        if (service.Part.IsDown)
        {
            return;
        }

        service.Part.Enter(ServiceState.Failed, reason);
        try
        {
            service.Close(clean: false);
        }
#pragma warning disable CA1031 // what is wrong with the service is known; the log has this too
        catch (Exception failure)
#pragma warning restore CA1031
        {
            CloseFailed(service.Part.Name, failure);
        }
    }

    private static void ThrowIfDown(IEmbeddedService service, string attempted)
    {
        if (service.Part.IsDown)
        {
            throw new ServiceStateException(service.Part.Name, service.Part.State, attempted);
        }
    }

    private async ValueTask DoAsync(
        string name, string verb, TimeSpan timeout, Action<IEmbeddedService> act, CancellationToken cancellationToken)
    {
        (IEmbeddedService service, SemaphoreSlim turn) = Find(name);
        if (!await turn.WaitAsync(timeout, cancellationToken).ConfigureAwait(false))
        {
            throw new ServiceTimeoutException(service.Part.Name, timeout, $"waiting for its turn to {verb}");
        }

        try
        {
            // Opening and closing wait for the step under way and for the disk.
            await Task.Run(() => act(service), CancellationToken.None).ConfigureAwait(false);
            Did(service.Part.Name, verb, service.Part.State);
        }
        finally
        {
            turn.Release();
        }
    }

    private (IEmbeddedService Service, SemaphoreSlim Turn) Find(string name) =>
        _services.TryGetValue(name, out (IEmbeddedService, SemaphoreSlim) found) ? found : throw new UnknownServiceException(name, Names);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Service}: {Verb}, now {State}")]
    private partial void Did(string service, string verb, ServiceState state);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Service}: failed to close")]
    private partial void CloseFailed(string service, Exception failure);
}
