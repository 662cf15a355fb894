using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Stepping;

namespace EventLogDemo.Engine.Metrics;

/// <summary>What a hop answered and when; no value when it is down, or does not answer in time.</summary>
/// <param name="Value">The answer, or null.</param>
/// <param name="At">When it came.</param>
internal readonly record struct Reading<T>(T? Value, TimeSpan At)
    where T : class?;

/// <summary>Asks the ports of a pipeline. All questions of one reader share one deadline: the pipeline's request timeout.</summary>
internal sealed class PortReader : IDisposable
{
    private readonly StepClock _clock;
    private readonly TimeLimit _limit;
    private readonly CancellationToken _caller;

    public PortReader(Pipeline pipeline, CancellationToken cancellationToken)
    {
        Ports = pipeline.Ports;
        _clock = pipeline.Clock;
        _caller = cancellationToken;
        _limit = new TimeLimit(pipeline.Options.RequestTimeout, pipeline.Clock.TimeProvider, cancellationToken);
    }

    public PipelinePorts Ports { get; }

    private bool IsLate => _limit.Token.IsCancellationRequested && !_caller.IsCancellationRequested;

    public Task<Reading<IReadOnlyList<long>>> RowCountsAsync() => AskAsync(Ports.Store.GetRowCountsAsync);

    public Task<Reading<IReadOnlyList<long>>> CommittedOffsetsAsync() => AskAsync(Ports.Log.GetCommittedOffsetsAsync);

    public Task<Reading<IReadOnlyList<long>>> EndOffsetsAsync() => AskAsync(Ports.Log.GetEndOffsetsAsync);

    public Task<Reading<ProcessorStatus>> ProcessorAsync() => AskAsync(Ports.Processor.GetStatusAsync);

    public Task<Reading<IReadOnlyDictionary<int, long>?>> SettledOffsetsAsync() => AskAsync(Ports.Processor.GetSettledOffsetsAsync);

    public Task<Reading<ServiceStatus>> ServiceAsync(string name) => AskAsync(token => Ports.Services.GetStatusAsync(name, token));

    /// <summary>Asks one question.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task<Reading<T>> AskAsync<T>(Func<CancellationToken, ValueTask<T>> question)
        where T : class?
    {
        try
        {
            // A port that does not notice the token is left behind at the deadline.
            T answer = await question(_limit.Token).AsTask().WaitAsync(_limit.Token).ConfigureAwait(false);
            return new Reading<T>(answer, _clock.Now().Elapsed);
        }
        catch (EngineException)
        {
            // Down, frozen or damaged is what "not known" says, and the service's state says which.
        }
        catch (OperationCanceledException) when (IsLate)
        {
            // Not answered in time.
        }

        return new Reading<T>(null, _clock.Now().Elapsed);
    }

    /// <summary>Waits for a turn; false when it does not come before the deadline.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task<bool> TryEnterAsync(SemaphoreSlim turn)
    {
        try
        {
            await turn.WaitAsync(_limit.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (IsLate)
        {
            return false;
        }
    }

    public void Dispose() => _limit.Dispose();
}
