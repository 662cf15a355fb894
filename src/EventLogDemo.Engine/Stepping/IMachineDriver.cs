namespace EventLogDemo.Engine.Stepping;

/// <summary>Drives machines: each on a thread of its own, or all from the one loop of a simulation or a test.</summary>
public interface IMachineDriver
{
    /// <summary>Begins to drive a machine.</summary>
    IMachineDrive Start(IStepMachine machine);
}

/// <summary>The driving of one machine. Disposing lets the running step finish and ends the driving.</summary>
public interface IMachineDrive : IAsyncDisposable
{
    /// <summary>Ends when the driving ends; faulted with the exception of the step that threw.</summary>
    Task Completion { get; }
}

/// <summary>Drives each machine on a thread of its own.</summary>
/// <param name="clock">Where the moments come from.</param>
public sealed class ThreadDriver(StepClock clock) : IMachineDriver
{
    /// <inheritdoc/>
    public IMachineDrive Start(IStepMachine machine) => new MachineThread(machine, clock);
}
