using System.Runtime.CompilerServices;
using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Stepping;
using Microsoft.Extensions.Logging;

namespace EventLogDemo.Engine.Environments;

/// <summary>
/// Services of somebody else's clusters: each is asked whether it works, and acted on only through a hook that was configured for
/// it. A hook is run as <c>hook verb service</c>, with start, stop, kill, suspend, resume or log for the verb.
/// </summary>
/// <param name="probes">A round trip to each service.</param>
/// <param name="endpoints">Where each service is.</param>
/// <param name="hooks">Programs by the service they control.</param>
/// <param name="probeTimeout">Longest wait for one answer.</param>
/// <param name="clock">The clock.</param>
/// <param name="logger">Where what is done is written.</param>
internal sealed partial class ObservedServiceHost(
    IReadOnlyDictionary<string, Func<CancellationToken, Task>> probes,
    IReadOnlyDictionary<string, Uri> endpoints,
    IReadOnlyDictionary<string, string> hooks,
    TimeSpan probeTimeout,
    StepClock clock,
    ILogger logger) : IServiceHost, IDisposable
{
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(200);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, ServiceStatus> _last = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, SemaphoreSlim> _turns =
        ServiceNames.All.ToDictionary(name => name, _ => new SemaphoreSlim(1), StringComparer.OrdinalIgnoreCase);

    public IReadOnlyList<string> Names => ServiceNames.All;

    public async ValueTask<ServiceStatus> GetStatusAsync(string name, CancellationToken cancellationToken)
    {
        string service = Find(name);
        (ServiceState state, string? detail) = await AskAsync(service, cancellationToken).ConfigureAwait(false);
        lock (_gate)
        {
            DateTimeOffset since = _last.GetValueOrDefault(service) is { } before && before.State == state ? before.Since : clock.Now().Utc;
            return _last[service] = new ServiceStatus(service, state, since, endpoints[service], RestartCount: 0, detail);
        }
    }

    public void ThrowIfNotControllable(string name, string verb) => _ = HookOf(Find(name), $"told to {verb}");

    public ValueTask StartAsync(string name, TimeSpan timeout, CancellationToken cancellationToken) =>
        DoAsync(name, "start", timeout, isReady: true, cancellationToken);

    public ValueTask StopAsync(string name, TimeSpan timeout, CancellationToken cancellationToken) =>
        DoAsync(name, "stop", timeout, isReady: false, cancellationToken);

    public ValueTask KillAsync(string name, CancellationToken cancellationToken) =>
        DoAsync(name, "kill", Timeout.InfiniteTimeSpan, isReady: false, cancellationToken);

    public ValueTask SuspendAsync(string name, CancellationToken cancellationToken) =>
        DoAsync(name, "suspend", Timeout.InfiniteTimeSpan, isReady: false, cancellationToken);

    public ValueTask ResumeAsync(string name, TimeSpan timeout, CancellationToken cancellationToken) =>
        DoAsync(name, "resume", timeout, isReady: true, cancellationToken);

    public async IAsyncEnumerable<string> ReadLogAsync(
        string name, int last, bool follow, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string service = Find(name);
        ControlHook hook = HookOf(service, "asked for its log");
        await foreach (string line in hook.ReadAsync("log", last, follow, cancellationToken).ConfigureAwait(false))
        {
            yield return line;
        }
    }

    public void Dispose()
    {
        foreach (SemaphoreSlim turn in _turns.Values)
        {
            turn.Dispose();
        }
    }

    private async Task<(ServiceState State, string? Detail)> AskAsync(string service, CancellationToken cancellationToken)
    {
        using TimeLimit limit = new(probeTimeout, clock.TimeProvider, cancellationToken);
        try
        {
            await probes[service](limit.Token).WaitAsync(limit.Token).ConfigureAwait(false);
            return (ServiceState.Ready, null);
        }
        catch (ServiceUnavailableException failure)
        {
            return (ServiceState.Stopped, failure.Message);
        }
        catch (ServiceTimeoutException failure)
        {
            return (ServiceState.Unresponsive, failure.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (ServiceState.Unresponsive, null);
        }
        catch (EngineException failure)
        {
            return (ServiceState.Failed, failure.Message);
        }
    }

    private async ValueTask DoAsync(string name, string verb, TimeSpan timeout, bool isReady, CancellationToken cancellationToken)
    {
        string service = Find(name);
        ControlHook hook = HookOf(service, $"told to {verb}");
        using TimeLimit limit = new(timeout, clock.TimeProvider, cancellationToken);
        bool isTurn = false;
        try
        {
            await _turns[service].WaitAsync(limit.Token).ConfigureAwait(false);
            isTurn = true;
            await hook.RunAsync(verb, limit.Token).ConfigureAwait(false);
            Did(service, verb);
            // The hook may come back before the service has. What was killed may be back before anybody has seen it gone, or be one of many.
            TimeSpan begun = clock.Now().Elapsed;
            while ((await GetStatusAsync(service, limit.Token).ConfigureAwait(false)).State == ServiceState.Ready != isReady
                && (timeout != Timeout.InfiniteTimeSpan || clock.Now().Elapsed - begun < LongestLook))
            {
                await Task.Delay(LookAgainAfter, clock.TimeProvider, limit.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ServiceTimeoutException(service, timeout, isTurn ? verb : $"waiting for its turn to {verb}");
        }
        finally
        {
            if (isTurn)
            {
                _turns[service].Release();
            }
        }
    }

    private ControlHook HookOf(string service, string attempted) =>
        hooks.TryGetValue(service, out string? path)
            ? new ControlHook(service, path)
            : throw new ServiceNotControllableException(service, endpoints[service], attempted);

    private string Find(string name) =>
        ServiceNames.All.FirstOrDefault(known => string.Equals(known, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new UnknownServiceException(name, Names);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Service}: the hook was told to {Verb}")]
    private partial void Did(string service, string verb);
}
