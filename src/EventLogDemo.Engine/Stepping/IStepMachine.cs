namespace EventLogDemo.Engine.Stepping;

/// <summary>
/// A component that does its work in bounded, synchronous steps. In production a <see cref="MachineThread"/> drives it with the
/// system clock; a simulation drives many from one seeded loop with a simulated clock, which makes a run repeatable bit for bit.
/// A machine therefore has no task, timer or channel of its own.
/// </summary>
public interface IStepMachine
{
    /// <summary>Name for threads, logs and error reports.</summary>
    string Name { get; }

    /// <summary>Set when there is new work for the machine, so that its driver does not wait for the announced time.</summary>
    WakeSignal Signal { get; }

    /// <summary>Does a bounded piece of work (a few tens of milliseconds at most).</summary>
    /// <param name="now">The time of the step; monotonic from step to step.</param>
    /// <returns>
    /// The <see cref="StepTime.Elapsed"/> at which the machine wants to run next: <c>now.Elapsed</c> or less for at once,
    /// <see cref="StepTime.Never"/> to sleep until <see cref="Signal"/> is set.
    /// </returns>
    TimeSpan Step(StepTime now);
}
