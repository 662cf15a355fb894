using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Stepping;

namespace EventLogDemo.Engine.Streams;

/// <summary>Writes what is pending in the ledger of a stream that has no machine of its own.</summary>
internal sealed class LedgerFlusher(RunWriter writer, Action<Exception> onFailure) : IStepMachine
{
    public string Name => "input ledger";

    public WakeSignal Signal { get; } = new();

    public TimeSpan Step(StepTime now)
    {
        try
        {
            writer.FlushLedger();
            return now.Elapsed + RunWriter.LedgerInterval;
        }
        catch (Exception failure) when (failure is EngineException or IOException)
        {
            onFailure(failure);
            return StepTime.Never;
        }
    }
}
