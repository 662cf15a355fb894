using EventLogDemo.Engine.Events;
using EventLogDemo.Engine.Ledger;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Stepping;

namespace EventLogDemo.Engine.Streams;

/// <summary>
/// The stream of everything that is sent by hand: one for a pipeline, shared by all who send, so that a thousand short sends
/// make one run and not a thousand.
/// </summary>
public sealed class InputStream : IAsyncDisposable
{
    private static readonly TimeSpan LedgerInterval = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly EventWriter _writer;
    private readonly IEventAppender _appender;
    private readonly RunLedger _ledger;
    private readonly StepClock _clock;
    private TimeSpan _flushAt;

    internal InputStream(StreamIdentity identity, EventWriter writer, IEventAppender appender, RunLedger ledger, StepClock clock)
    {
        Id = identity.Stream;
        Run = identity.Run;
        _writer = writer;
        _appender = appender;
        _ledger = ledger;
        _clock = clock;
    }

    /// <summary>Number of the stream.</summary>
    public int Id { get; }

    /// <summary>Run of the events.</summary>
    public Guid Run { get; }

    /// <summary>What became of everything sent through it.</summary>
    public StreamCounts Counts => _writer.Counts;

    /// <summary>Takes a body, or says that the buffer is full.</summary>
    /// <exception cref="EventTooLargeException">The body is larger than an event may be; it is counted and nothing else happens.</exception>
    /// <exception cref="EngineException">The ledger cannot be written, or the disk of the log is full.</exception>
    public bool TrySend(ReadOnlySpan<byte> body)
    {
        lock (_gate)
        {
            if (body.Length > EventLimits.MaxBodyBytes)
            {
                _writer.PassOver();
                throw new EventTooLargeException(body.Length);
            }

            if (_writer.Fatal is { } fatal)
            {
                throw fatal;
            }

            StepTime now = _clock.Now();
            if (now.Elapsed >= _flushAt)
            {
                _flushAt = now.Elapsed + LedgerInterval;
                _ledger.Flush();
            }

            _writer.BeginEvent(now);
            return _writer.TryWrite(body, now);
        }
    }

    /// <summary>Waits until everything sent so far has been settled.</summary>
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        await _appender.FlushAsync(cancellationToken).ConfigureAwait(false);
        _ledger.Flush();
    }

    /// <summary>Gives up what is not settled and closes the run.</summary>
    public async ValueTask DisposeAsync()
    {
        await _appender.DisposeAsync().ConfigureAwait(false);
        _ledger.Close(_clock.Now().UtcMicroseconds);
    }
}
