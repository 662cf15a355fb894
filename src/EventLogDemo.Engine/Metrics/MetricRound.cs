using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Engine.Metrics;

/// <summary>
/// One round of requests: each hop is read at most once, when it is first needed, and all callers share the response. A fresh
/// round sends new requests, so that its readings are newer than itself; a shared one joins the requests that are under way.
/// </summary>
/// <param name="hops">The readers.</param>
/// <param name="beganAt">When it began.</param>
/// <param name="patience">How long a sample waits for its readings.</param>
/// <param name="isFresh">Whether everything is requested again.</param>
internal sealed class MetricRound(HopSet hops, TimeSpan beganAt, TimeSpan patience, bool isFresh)
{
    private readonly List<Task> _awaited = [];
    private Task<Reading<LogReading>>? _log;
    private Task<Reading<IReadOnlyList<long>>>? _rows;
    private Task<Reading<long>>? _deadLetters;
    private Task<Reading<ProcessorStatus>>? _processor;
    private Task<Reading<IReadOnlyDictionary<int, long>?>>? _settled;
    private Task<Reading<ServiceStatus>[]>? _services;

    public TimeSpan BeganAt => beganAt;

    public TimeSpan Patience => patience;

    public bool IsFresh => isFresh;

    public Task<Reading<LogReading>> Log => _log ??= Begin(hops.Log, hops.ReadLogAsync);

    public Task<Reading<IReadOnlyList<long>>> Rows => _rows ??= Begin(hops.Rows, token => hops.CountRowsAsync(Log, token));

    public Task<Reading<long>> DeadLetters => _deadLetters ??= Begin(hops.DeadLetters, hops.CountDeadLettersAsync);

    public Task<Reading<ProcessorStatus>> Processor => _processor ??= Begin(hops.Processor, hops.ReadProcessorAsync);

    public Task<Reading<IReadOnlyDictionary<int, long>?>> Settled => _settled ??= Begin(hops.Settled, hops.ReadSettledAsync);

    public Task<Reading<ServiceStatus>[]> Services => _services ??= Task.WhenAll(hops.Services.All.Select(
        service => Begin(service.Value, token => hops.Services.ReadAsync(service.Key, token))));

    /// <summary>
    /// Requests everything that a sample shows. If store and log respond together, the store is counted at the log's position.
    /// </summary>
    public void AskAll() => _ = (Log, Rows, DeadLetters, Services);

    /// <summary>Completes with the readings that are worth waiting for.</summary>
    public Task PromptReadings() => Task.WhenAll(_awaited);

    /// <summary>
    /// The states of the services. One that was recent enough when the round began stays so when another hop delays the round.
    /// </summary>
    public IReadOnlyList<ServiceStatus> DescribeServices() => hops.Services.Describe(hops.MaxAge + hops.Since(beganAt));

    private Task<Reading<T>> Begin<T>(HopReader<T> reader, Func<CancellationToken, ValueTask<T>> question)
    {
        (Task<Reading<T>> reading, bool isPrompt) = isFresh ? (reader.AskAsync(question, hops.RequestTimeout), true) : reader.Refresh(question, patience);
        if (isPrompt)
        {
            _awaited.Add(reading);
        }

        return reading;
    }
}
