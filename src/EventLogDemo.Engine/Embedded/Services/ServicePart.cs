using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Stepping;

namespace EventLogDemo.Engine.Embedded.Services;

/// <summary>The state of one embedded service, its history and who wants to hear of changes.</summary>
internal sealed class ServicePart(string name, Uri endpoint, StepClock clock)
{
    private readonly Lock _gate = new();
    private readonly List<WakeSignal> _listeners = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile ServiceState _state = ServiceState.Stopped;
    private DateTimeOffset _since = clock.Now().Utc;
    private string? _detail;
    private int _starts;

    public string Name { get; } = name;

    public Uri Endpoint { get; } = endpoint;

    public ServiceState State => _state;

    public bool IsReady => _state == ServiceState.Ready;

    /// <summary>What happened to it.</summary>
    public ServiceLog Log { get; } = new();

    /// <summary>Down for good until somebody starts it, as opposed to frozen.</summary>
    public bool IsDown => _state is not (ServiceState.Ready or ServiceState.Suspended);

    public ServiceStatus Status
    {
        get
        {
            lock (_gate)
            {
                return new ServiceStatus(Name, _state, _since, Endpoint, Math.Max(0, _starts - 1), _detail);
            }
        }
    }

    /// <summary>Sets the signal at every change of state.</summary>
    public void Wake(WakeSignal listener)
    {
        lock (_gate)
        {
            _listeners.Add(listener);
        }
    }

    /// <summary>Enters a state.</summary>
    /// <param name="state">The new state.</param>
    /// <param name="detail">The reason of a failure.</param>
    public void Enter(ServiceState state, string? detail = null)
    {
        TaskCompletionSource changed;
        WakeSignal[] listeners;
        lock (_gate)
        {
            if (state == ServiceState.Ready && IsDown)
            {
                _starts++;
            }

            _state = state;
            _since = clock.Now().Utc;
            _detail = detail;
            Log.Add(_since, detail is null ? $"{state}" : $"{state}: {detail}");
            listeners = [.. _listeners];
            changed = _changed;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        changed.SetResult();
        foreach (WakeSignal listener in listeners)
        {
            listener.Set();
        }
    }

    /// <summary>Shows what troubles a service that works on, or with null that nothing does any more.</summary>
    public void Note(string? trouble)
    {
        lock (_gate)
        {
            if (_detail != trouble)
            {
                _detail = trouble;
                Log.Add(clock.Now().Utc, trouble ?? "works again");
            }
        }
    }

    /// <summary>Waits until the service is ready.</summary>
    public async Task ReadyAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                changed = _changed.Task;
            }

            if (IsReady)
            {
                return;
            }

            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Answers a request as the service would: at once when ready, with an error when down, and not before it is resumed when frozen.</summary>
    /// <exception cref="ServiceUnavailableException">The service is down.</exception>
    /// <exception cref="ServiceTimeoutException">It stayed frozen for longer than <paramref name="timeout"/>.</exception>
    public async ValueTask<T> AnswerAsync<T>(
        string attempted, TimeSpan timeout, Func<T> answer, CancellationToken cancellationToken)
    {
        StepTime asked = clock.Now();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Task changed;
            lock (_gate)
            {
                changed = _changed.Task;
            }

            if (IsReady)
            {
                return answer();
            }

            if (IsDown)
            {
                throw new ServiceUnavailableException(Name, Endpoint, attempted);
            }

            TimeSpan left = asked.Elapsed + timeout - clock.Now().Elapsed;
            if (left <= TimeSpan.Zero)
            {
                throw new ServiceTimeoutException(Name, timeout, attempted);
            }

            try
            {
                await changed.WaitAsync(left, clock.TimeProvider, cancellationToken).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                throw new ServiceTimeoutException(Name, timeout, attempted);
            }
        }
    }
}
