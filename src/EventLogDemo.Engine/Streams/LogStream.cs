using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Events;
using EventLogDemo.Engine.Stepping;

namespace EventLogDemo.Engine.Streams;

/// <summary>A stream of events into a pipeline, running or ended. Safe to use from any thread.</summary>
public sealed class LogStream : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly LogStreamMachine _machine;
    private readonly RunWriter _writer;
    private readonly IEventSource _source;
    private readonly IMachineDrive _drive;
    private readonly StepClock _clock;
    private volatile Exception? _defect;
    private DateTimeOffset _endedAt;
    private bool _isOver;

    internal LogStream(RunWriter writer, IEventSource source, LogStreamOptions options, StepClock clock, IMachineDriver driver)
    {
        _machine = new LogStreamMachine(source, options, writer);
        _writer = writer;
        _source = source;
        _clock = clock;
        Id = writer.Stream;
        Run = writer.Identity.Run;
        Pipeline = writer.Identity.Pipeline;
        Source = source.Description;
        StartedAt = clock.Now().Utc;
        _drive = driver.Start(_machine);
        Completion = CompleteAsync();
    }

    /// <summary>Number of the stream within its pipeline and process, from 1.</summary>
    public int Id { get; }

    /// <summary>Run of the stream's events.</summary>
    public Guid Run { get; }

    /// <summary>Name of the pipeline.</summary>
    public string Pipeline { get; }

    /// <summary>Where the bodies come from.</summary>
    public string Source { get; }

    /// <summary>Where the stream is in its life.</summary>
    public LogStreamState State => _defect is null ? _machine.State : LogStreamState.Failed;

    /// <summary>Requested events per second; 0 for as fast as possible.</summary>
    public double Rate => _machine.Rate;

    /// <summary>Counts of its events by outcome.</summary>
    public StreamCounts Counts => _writer.Counts;

    /// <summary>Why it failed, or null.</summary>
    public Exception? Failure => _defect ?? _machine.Failure;

    /// <summary>When it began (UTC).</summary>
    public DateTimeOffset StartedAt { get; }

    /// <summary>When it ended (UTC), or null while it is active.</summary>
    public DateTimeOffset? EndedAt => Completion.IsCompleted ? _endedAt : null;

    /// <summary>Whether it may still produce events.</summary>
    public bool IsStreaming => State is LogStreamState.Running or LogStreamState.Suspended;

    /// <summary>The clock used by waits for the stream.</summary>
    internal TimeProvider Time => _clock.TimeProvider;

    /// <summary>Ends when every event of the stream is settled. Never faulted: see <see cref="State"/> and <see cref="Failure"/>.</summary>
    public Task Completion { get; }

    /// <summary>An immutable snapshot of the stream.</summary>
    public LogStreamSnapshot GetSnapshot()
    {
        // The order matters: a caller that sees the end time also sees the end state, and one that sees an end state sees its final counts.
        DateTimeOffset? endedAt = EndedAt;
        LogStreamState state = State;
        if (endedAt is null && state is not (LogStreamState.Running or LogStreamState.Suspended))
        {
            state = LogStreamState.Draining;
        }

        StreamCounts counts = Counts;
        return new LogStreamSnapshot
        {
            Pipeline = Pipeline,
            Id = Id,
            State = state,
            Rate = Rate,
            Produced = counts.Attempted,
            Acked = counts.Acked,
            Failed = counts.Failed,
            Unknown = counts.Unknown,
            Buffered = counts.Buffered,
            Dropped = counts.Dropped,
            TooLarge = counts.TooLarge,
            Source = Source,
            Run = Run,
            StartedAt = StartedAt,
            EndedAt = endedAt,
            Failure = state == LogStreamState.Failed ? Failure?.Message : null,
        };
    }

    /// <summary>Changes the rate at once.</summary>
    /// <exception cref="OptionRangeException">The rate is outside its range.</exception>
    /// <exception cref="StreamStateException">The stream no longer produces events.</exception>
    public void SetRate(double rate)
    {
        LogStreamOptions.ValidateRate(rate);
        Command("change the rate of", () => _machine.Rate = rate);
    }

    /// <summary>Suspends production; buffered events are still delivered.</summary>
    /// <exception cref="StreamStateException">The stream no longer produces events.</exception>
    public void Suspend() => Command("suspend", () => _machine.Suspend(true));

    /// <summary>Resumes production; the time suspended is not made up.</summary>
    /// <exception cref="StreamStateException">The stream no longer produces events.</exception>
    public void Resume() => Command("resume", () => _machine.Suspend(false));

    /// <summary>Ends the stream and waits until every event is settled. Does nothing if it has already ended.</summary>
    /// <param name="drain">
    /// Whether buffered events are still delivered; otherwise they are abandoned and counted as Failed or Unknown.
    /// </param>
    /// <param name="cancellationToken">Cancels the wait; the stream still stops.</param>
    public async Task StopAsync(bool drain, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!_isOver)
            {
                _machine.Stop(cutShort: !drain);
            }
        }

        if (!drain)
        {
            await Task.WhenAny(_machine.GenerationEnded, Completion).WaitAsync(cancellationToken).ConfigureAwait(false);
            await _writer.GiveUpAsync().ConfigureAwait(false);
        }

        await Completion.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends the stream immediately and abandons its buffered events.</summary>
    public async ValueTask DisposeAsync() => await StopAsync(drain: false, CancellationToken.None).ConfigureAwait(false);

    private void Command(string attempted, Action act)
    {
        lock (_gate)
        {
            if (_isOver || !IsStreaming)
            {
                throw new StreamStateException(Id, State, attempted);
            }

            act();
        }
    }

    private async Task CompleteAsync()
    {
        await Task.WhenAny(_machine.Ended, _drive.Completion).ConfigureAwait(false);
        await _drive.DisposeAsync().ConfigureAwait(false);
        try
        {
            await _writer.GiveUpAsync().ConfigureAwait(false);
            _source.Dispose();
            // An unexpected exception from a step ends the stream like any other failure.
            await _drive.Completion.ConfigureAwait(false);
        }
#pragma warning disable CA1031 // any error is reported as the stream's failure
        catch (Exception defect)
#pragma warning restore CA1031
        {
            _defect = defect;
        }

        lock (_gate)
        {
            // Nothing wakes the machine from here on.
            _isOver = true;
            _machine.Signal.Dispose();
        }

        _endedAt = _clock.Now().Utc;
    }
}
