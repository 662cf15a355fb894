using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Stepping;
using Microsoft.Extensions.Logging;

namespace EventLogDemo.Engine.Pipelines;

/// <summary>
/// The one way to act on a service, in any environment: actions take turns, have a deadline, do nothing when there is
/// nothing to do, wait for the effect, and are logged.
/// </summary>
/// <param name="services">The services, in the order in which data passes them.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Logs every action.</param>
internal sealed partial class ServiceControl<TService>(IReadOnlyList<TService> services, TimeProvider time, ILogger logger) : IDisposable
    where TService : class, IControlledService
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(250);

    private readonly Dictionary<string, (TService Service, SemaphoreSlim Turn)> _services = services.ToDictionary(
        service => service.Name, service => (service, new SemaphoreSlim(1)), StringComparer.OrdinalIgnoreCase);

    public IReadOnlyList<string> Names { get; } = [.. services.Select(service => service.Name)];

    /// <summary>The service with a name, case-insensitive.</summary>
    /// <exception cref="UnknownServiceException">There is none with that name.</exception>
    public TService this[string name] => Find(name).Service;

    /// <summary>As <see cref="IServiceHost.ActAsync"/>.</summary>
    public async ValueTask ActAsync(string name, ServiceAction action, TimeSpan timeout, CancellationToken cancellationToken)
    {
        (TService service, SemaphoreSlim turn) = Find(name);
        ServiceNotControllableException.ThrowIf(!service.Actions.Contains(action), service.Name, action);
        Deadline deadline = new(timeout, time);
        await TakeTurnAsync(service, turn, action, deadline, cancellationToken).ConfigureAwait(false);
        Turn taken = new(turn);
        ServiceActionTraits traits = ServiceActionTraits.Of(action);
        try
        {
            foreach (ServiceAction step in traits.Steps.Count > 0 ? traits.Steps : [action])
            {
                await StepAsync(service, step, taken, deadline, cancellationToken).ConfigureAwait(false);
            }

            TimeSpan elapsed = deadline.Elapsed;
            LogDone(service.Name, traits.Participle, elapsed);
        }
        catch (EngineException failure)
        {
            LogFailed(service.Name, traits.Verb, failure.Message);
            throw;
        }
        finally
        {
            taken.End();
        }
    }

    /// <summary>Runs other work on a service, during which no action can run.</summary>
    public async Task InTurnAsync(string name, Func<TService, Task> work)
    {
        (TService service, SemaphoreSlim turn) = Find(name);
        await turn.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            await work(service).ConfigureAwait(false);
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose()
    {
        foreach ((_, SemaphoreSlim turn) in _services.Values)
        {
            turn.Dispose();
        }
    }

    private (TService Service, SemaphoreSlim Turn) Find(string name) =>
        _services.TryGetValue(name, out (TService, SemaphoreSlim) found) ? found : throw new UnknownServiceException(name, Names);

    private static async Task TakeTurnAsync(
        TService service, SemaphoreSlim turn, ServiceAction action, Deadline deadline, CancellationToken cancellationToken)
    {
        using TimeLimit limit = deadline.Limit(cancellationToken);
        try
        {
            await turn.WaitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw ServiceTimeoutException.Of(service.Name, action, deadline.Timeout, "another action on it has not ended");
        }
    }

    private static async Task StepAsync(
        TService service, ServiceAction action, Turn turn, Deadline deadline, CancellationToken cancellationToken)
    {
        using TimeLimit limit = deadline.Limit(cancellationToken);
        string missing = "its state is not known";
        try
        {
            if (await IsReachedAsync(service, action, limit.Token).ConfigureAwait(false))
            {
                return;
            }

            missing = $"it has not been {ServiceActionTraits.Of(action).Participle}";
            await ActAsync(service, action, turn, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw await service.DescribeTimeoutAsync(action, deadline.Timeout, missing, cancellationToken).ConfigureAwait(false);
        }

        await new Poll(deadline, PollInterval) { Unanswered = missing }.UntilAsync(
            async token => Check.Of(await service.FindMissingAsync(action, token).WaitAsync(token).ConfigureAwait(false)),
            last => service.DescribeTimeoutAsync(action, deadline.Timeout, last, cancellationToken),
            cancellationToken).ConfigureAwait(false);
    }

    private static async Task ActAsync(TService service, ServiceAction action, Turn turn, CancellationToken cancellationToken)
    {
        turn.Act = service.ActAsync(action, cancellationToken);
        try
        {
            // Not every action ends when it is cancelled. The caller returns at the deadline; the turn ends with the action.
            await turn.Act.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (EngineException)
        {
            // Another program may have done the same between the observation and the action: then it failed because there was nothing to do.
            if (!await IsReachedAsync(service, action, cancellationToken).ConfigureAwait(false))
            {
                throw;
            }
        }
    }

    private static async Task<bool> IsReachedAsync(TService service, ServiceAction action, CancellationToken cancellationToken)
    {
        if (await service.LookAsync(action, cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false) is not { } seen)
        {
            return false;
        }

        ServiceActionTraits traits = ServiceActionTraits.Of(action);
        ServiceStateException.ThrowIf(traits.NeedsRunningService && seen.IsDown, service.Name, seen.State, action);
        return traits.IsReached(seen.State, seen.IsDown);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Service}: {Participle} in {Elapsed}")]
    private partial void LogDone(string service, string participle, TimeSpan elapsed);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Service}: {Verb} failed: {Reason}")]
    private partial void LogFailed(string service, string verb, string reason);

    /// <summary>The turn of one caller, which lasts until its action has really ended.</summary>
    private sealed class Turn(SemaphoreSlim turn)
    {
        public Task Act { get; set; } = Task.CompletedTask;

        public void End() => _ = Act.ContinueWith(
            act =>
            {
                // The caller has received the failure, or has returned.
                _ = act.Exception;
                try
                {
                    turn.Release();
                }
                catch (ObjectDisposedException)
                {
                    // The action has outlived the host: no caller waits for a turn any more.
                }
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }
}
