using EventLogDemo.Engine.Stepping;

namespace EventLogDemo.Engine.Tests.Stepping;

/// <summary>Does not drive machines: the test steps them.</summary>
internal sealed class HandDriver(StepClock clock) : IMachineDriver
{
    private readonly List<IStepMachine> _machines = [];

    public IMachineDrive Start(IStepMachine machine)
    {
        _machines.Add(machine);
        return new Drive();
    }

    /// <summary>Steps every machine once.</summary>
    public void Step()
    {
        foreach (IStepMachine machine in _machines)
        {
            machine.Step(clock.Now());
        }
    }

    private sealed class Drive : IMachineDrive
    {
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Completion => _ended.Task;

        public ValueTask DisposeAsync()
        {
            _ended.TrySetResult();
            return ValueTask.CompletedTask;
        }
    }
}
