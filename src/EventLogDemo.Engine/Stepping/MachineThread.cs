namespace EventLogDemo.Engine.Stepping;

/// <summary>Drives one <see cref="IStepMachine"/> on a thread of its own until it is disposed or a step throws.</summary>
public sealed class MachineThread : IMachineDrive
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(1);

    private readonly IStepMachine _machine;
    private readonly StepClock _clock;
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _stopping;

    /// <summary>Starts the thread.</summary>
    /// <param name="machine">The machine to drive.</param>
    /// <param name="clock">The clock.</param>
    public MachineThread(IStepMachine machine, StepClock clock)
    {
        _machine = machine;
        _clock = clock;
        new Thread(Run) { IsBackground = true, Name = $"EventLogDemo {machine.Name}" }.Start();
    }

    /// <summary>Completes when the thread ends; faulted with the exception of the step that threw.</summary>
    public Task Completion => _completion.Task;

    /// <summary>Lets the running step finish and ends the thread.</summary>
    public async ValueTask DisposeAsync()
    {
        _stopping = true;
        _machine.Signal.Set();
        await Completion.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void Run()
    {
        try
        {
            while (!_stopping)
            {
                StepTime now = _clock.Now();
                TimeSpan next = _machine.Step(now);
                TimeSpan wait = next == StepTime.Never ? MaxWait : next - now.Elapsed;
                if (wait > TimeSpan.Zero && !_stopping)
                {
                    _machine.Signal.Wait(wait < MaxWait ? wait : MaxWait);
                }
            }

            _completion.SetResult();
        }
#pragma warning disable CA1031 // the machine's owner awaits Completion and reports the failure
        catch (Exception failure)
#pragma warning restore CA1031
        {
            _completion.SetException(failure);
        }
    }
}
