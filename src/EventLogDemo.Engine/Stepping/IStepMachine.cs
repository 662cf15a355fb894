namespace EventLogDemo.Engine.Stepping;

/// <summary>
/// A part that does its work in bounded, synchronous steps. In real use a <see cref="MachineThread"/> drives it with the
/// system clock; a simulation drives many from one seeded loop with a simulated clock, which makes a run repeatable bit for bit.
/// A machine therefore holds no task, timer or channel of its own.
/// </summary>
public interface IStepMachine
{
    /// <summary>Name for threads, logs and error reports.</summary>
    string Name { get; }

    /// <summary>Set by whoever has new work for the machine, so that its driver need not wait for the announced time.</summary>
    WakeSignal Signal { get; }

    /// <summary>Does a bounded piece of work (at most a few tens of milliseconds).</summary>
    /// <param name="now">The moment of the step; monotonic from step to step.</param>
    /// <returns>
    /// The <see cref="StepTime.Elapsed"/> at which the machine wants to run next: <c>now.Elapsed</c> or less for at once,
    /// <see cref="StepTime.Never"/> to sleep until <see cref="Signal"/> is set.
    /// </returns>
    TimeSpan Step(StepTime now);
}
