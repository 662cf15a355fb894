using System.Runtime.ExceptionServices;
using EventLogDemo.Engine.Events;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Stepping;

namespace EventLogDemo.Engine.Streams;

/// <summary>
/// A stream of events sent by hand. <see cref="StreamRoster"/> has one that all senders share and opens separate ones for named
/// sources. Safe to use from any thread.
/// </summary>
public sealed class InputStream : IAsyncDisposable
{
    private static readonly TimeSpan FullRetry = TimeSpan.FromMilliseconds(2);

    private readonly Lock _gate = new();
    private readonly RunWriter _writer;
    private readonly StepClock _clock;
    private readonly LedgerFlusher _flusher;
    private readonly IMachineDrive _flusherDrive;
    private volatile Exception? _ledgerFailure;
    private bool _closed;

    internal InputStream(RunWriter writer, StepClock clock, IMachineDriver driver)
    {
        _writer = writer;
        _clock = clock;
        _flusher = new LedgerFlusher(writer, failure => _ledgerFailure = failure);
        _flusherDrive = driver.Start(_flusher);
    }

    /// <summary>Number of the stream.</summary>
    public int Id => _writer.Stream;

    /// <summary>Run of the events.</summary>
    public Guid Run => _writer.Identity.Run;

    /// <summary>
    /// Outcomes of everything sent through it. Nothing is dropped: a body that does not fit in the buffer is not attempted.
    /// </summary>
    public StreamCounts Counts => _writer.Counts;

    /// <summary>Why it accepts no more events, such as a full disk, or null.</summary>
    public Exception? Failure => _ledgerFailure ?? _writer.Fatal;

    /// <summary>Accepts a body, or reports that the buffer is full: try again a little later.</summary>
    /// <exception cref="EventTooLargeException">
    /// The body is larger than an event may be; it is counted and nothing else happens.
    /// </exception>
    /// <exception cref="DiskFullException">The disk of the ledger or of the log is full.</exception>
    /// <exception cref="IOException">The ledger cannot be written.</exception>
    /// <exception cref="PipelineClosedException">The pipeline has been stopped.</exception>
    public bool TrySend(ReadOnlySpan<byte> body)
    {
        lock (_gate)
        {
            ThrowIfUnusable();
            if (body.Length > EventLimits.MaxBodyBytes)
            {
                _writer.PassOver();
                throw new EventTooLargeException(body.Length);
            }

            StepTime now = _clock.Now();
            _writer.BeginEvent(now);
            return _writer.TryWrite(body, now);
        }
    }

    /// <summary>Accepts a body as soon as the buffer has room for it.</summary>
    /// <param name="body">The body; must not change before the call has ended.</param>
    /// <param name="timeout">How long to wait for room.</param>
    /// <param name="cancellationToken">Cancels the wait; nothing was accepted then.</param>
    /// <exception cref="SendTimeoutException">There was no room in time.</exception>
    /// <inheritdoc cref="TrySend" path="/exception"/>
    public Task SendAsync(ReadOnlyMemory<byte> body, TimeSpan timeout, CancellationToken cancellationToken) =>
        new Poll(new Deadline(timeout, _clock.TimeProvider), FullRetry).UntilAsync(
            _ => Task.FromResult(Check.Of(TrySend(body.Span) ? null : "the buffer is full")),
            _ => new SendTimeoutException(Counts.Buffered, "send events", timeout),
            cancellationToken);

    /// <summary>Waits until everything sent so far has been settled and recorded in the ledger.</summary>
    /// <param name="timeout">How long to wait.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="SendTimeoutException">Not everything was settled in time; unsettled events stay buffered.</exception>
    /// <inheritdoc cref="FlushAsync(CancellationToken)" path="/exception"/>
    public Task FlushAsync(TimeSpan timeout, CancellationToken cancellationToken) => TimeLimit.RunAsync(
        timeout,
        _clock.TimeProvider,
        async token =>
        {
            await FlushAsync(token).ConfigureAwait(false);
            return true;
        },
        () => throw new SendTimeoutException(Counts.Buffered, "confirm what was sent", timeout),
        cancellationToken);

    /// <summary>Waits until everything sent so far has been settled and recorded in the ledger.</summary>
    /// <exception cref="IOException">The ledger cannot be written.</exception>
    /// <exception cref="DiskFullException">The disk of the ledger or of the log is full.</exception>
    /// <exception cref="PipelineClosedException">The pipeline has been stopped.</exception>
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        ValueTask settled;
        lock (_gate)
        {
            ThrowIfUnusable();
            settled = _writer.FlushAsync(cancellationToken);
        }

        await settled.ConfigureAwait(false);
        lock (_gate)
        {
            ThrowIfUnusable();
            _writer.FlushLedger();
        }
    }

    /// <summary>Abandons unsettled events and closes the run.</summary>
    public async ValueTask DisposeAsync() => await CloseAsync(new CancellationToken(canceled: true)).ConfigureAwait(false);

    /// <summary>Accepts no more events, waits until those sent are settled, and closes the run.</summary>
    /// <param name="patience">Ends the wait: unsettled events are abandoned.</param>
    internal async Task CloseAsync(CancellationToken patience)
    {
        ValueTask settled;
        lock (_gate)
        {
            if (_closed)
            {
                return;
            }

            _closed = true;
            settled = patience.IsCancellationRequested ? ValueTask.CompletedTask : _writer.FlushAsync(patience);
        }

        try
        {
            await settled.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            // The appender reports the remaining events as failed or unknown.
        }

        await _writer.GiveUpAsync().ConfigureAwait(false);
        await _flusherDrive.DisposeAsync().ConfigureAwait(false);
        _flusher.Signal.Dispose();
        _writer.CloseLedger(_clock.Now());
    }

    private void ThrowIfUnusable()
    {
        PipelineClosedException.ThrowIf(_closed, _writer.Identity.Pipeline);
        if (Failure is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }
}
