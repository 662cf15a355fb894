using System.Globalization;
using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Events;
using EventLogDemo.Engine.Stepping;

namespace EventLogDemo.Engine.Streams;

/// <summary>
/// Takes bodies from a source at the stream's pace and writes them, until a limit, the end of the source or a caller ends it.
/// </summary>
internal sealed class LogStreamMachine : IStepMachine
{
    private const int EventsPerStep = 2_000;
    private const int BytesPerStep = 4 << 20;
    private static readonly TimeSpan FullRetry = TimeSpan.FromMilliseconds(1);

    private readonly IEventSource _source;
    private readonly LogStreamOptions _options;
    private readonly RunWriter _writer;
    private readonly TaskCompletionSource _generationEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private byte[] _body = [];
    private StreamPacing? _pacing;
    private TimeSpan _begunAt;
    private TimeSpan _flushAt;
    private long _generated;
    private int _waitingLength = -1;
    private double _rate;
    private double _appliedRate;
    private volatile bool _suspendRequested;
    private volatile bool _stopRequested;
    private volatile bool _cutShort;
    private LogStreamState _stateAfterDrain = LogStreamState.Completed;
    private volatile LogStreamState _state = LogStreamState.Running;

    public LogStreamMachine(IEventSource source, LogStreamOptions options, RunWriter writer)
    {
        Name = string.Create(CultureInfo.InvariantCulture, $"stream {writer.Stream}");
        _source = source;
        _options = options;
        _writer = writer;
        _rate = _appliedRate = options.Rate;
    }

    public string Name { get; }

    public WakeSignal Signal { get; } = new();

    public LogStreamState State => _state;

    public Exception? Failure { get; private set; }

    /// <summary>Ends when the last event has been produced.</summary>
    public Task GenerationEnded => _generationEnded.Task;

    /// <summary>Ends when every event has been settled, whatever its outcome.</summary>
    public Task Ended => _ended.Task;

    public double Rate
    {
        get => Volatile.Read(ref _rate);
        set
        {
            Volatile.Write(ref _rate, value);
            Signal.Set();
        }
    }

    public void Suspend(bool suspend)
    {
        _suspendRequested = suspend;
        Signal.Set();
    }

    /// <summary>Ends the production of events; those produced are still delivered.</summary>
    /// <param name="cutShort">
    /// Whether they are abandoned instead: the stream then counts as stopped even if it was ending by itself.
    /// </param>
    public void Stop(bool cutShort = false)
    {
        _cutShort = _cutShort || cutShort;
        _stopRequested = true;
        Signal.Set();
    }

    public TimeSpan Step(StepTime now)
    {
        if (_ended.Task.IsCompleted)
        {
            return StepTime.Never;
        }

        try
        {
            FlushLedger(now);
            TimeSpan next = _state == LogStreamState.Draining ? Drain(now) : Generate(now);
            return next < _flushAt ? next : _flushAt;
        }
#pragma warning disable CA1031 // any exception from a source or the ledger ends the stream as failed and is kept as the reason
        catch (Exception failure)
#pragma warning restore CA1031
        {
            return Fail(failure, now);
        }
    }

    private TimeSpan Generate(StepTime now)
    {
        _pacing ??= Begin(now);
        if (_writer.Fatal is { } fatal)
        {
            return Fail(fatal, now);
        }

        if (_stopRequested)
        {
            return EndGeneration(LogStreamState.Stopped, now);
        }

        if (now.Elapsed - _begunAt >= _options.Duration || _generated >= _options.Count)
        {
            return EndGeneration(LogStreamState.Completed, now);
        }

        if (_suspendRequested)
        {
            _state = LogStreamState.Suspended;
            return StepTime.Never;
        }

        if (_state == LogStreamState.Suspended)
        {
            _state = LogStreamState.Running;
            _pacing.Skip(now.Elapsed);
        }

        if (Rate is var rate && rate != _appliedRate)
        {
            _pacing.SetRate(rate, now.Elapsed);
            _appliedRate = rate;
        }

        return Produce(_pacing, now);
    }

    private TimeSpan Produce(StreamPacing pacing, StepTime now)
    {
        long left = Math.Min(pacing.Due(now.Elapsed), (_options.Count ?? long.MaxValue) - _generated);
        long bytes = 0;
        for (int tried = 0; left > 0 && tried < EventsPerStep && bytes < BytesPerStep; tried++)
        {
            if (_waitingLength < 0 && ReadNext(now) is var found and not SourceRead.Body)
            {
                if (found == SourceRead.End)
                {
                    return EndGeneration(LogStreamState.Completed, now);
                }

                if (found == SourceRead.Pending)
                {
                    return now.Elapsed;
                }

                _writer.PassOver();
                continue;
            }

            if (!_writer.TryWrite(_body.AsSpan(0, _waitingLength), now))
            {
                if (_options.OnFull == FullPolicy.Wait)
                {
                    pacing.Skip(now.Elapsed);
                    return now.Elapsed + FullRetry;
                }

                _writer.Drop();
            }

            bytes += _waitingLength;
            _waitingLength = -1;
            _generated++;
            pacing.Take(1);
            left--;
        }

        return left > 0 || _generated >= _options.Count ? now.Elapsed : pacing.NextAt(now.Elapsed);
    }

    // The body stays in the buffer until the producer has accepted it, because a source can be read only once.
    private SourceRead ReadNext(StepTime now)
    {
        _writer.BeginEvent(now);
        if (_body.Length < _source.MaxBodyBytes)
        {
            _body = new byte[_source.MaxBodyBytes];
        }

        SourceRead found = _source.Read(_writer.Stream, _writer.Partition, _writer.Seq, _body, out int length);
        _waitingLength = found == SourceRead.Body ? length : -1;
        return found;
    }

    private StreamPacing Begin(StepTime now)
    {
        _begunAt = now.Elapsed;
        return new StreamPacing(_appliedRate, now.Elapsed);
    }

    private TimeSpan Drain(StepTime now)
    {
        if (_writer.Fatal is { } fatal)
        {
            Fail(fatal, now);
        }

        return _writer.Counts.Buffered > 0 ? now.Elapsed + FullRetry : End(now);
    }

    private TimeSpan End(StepTime now)
    {
        try
        {
            _writer.CloseLedger(now);
        }
        catch (Exception failure) when (failure is EngineException or IOException)
        {
            Fail(failure, now);
        }

        _state = _cutShort && _stateAfterDrain == LogStreamState.Completed ? LogStreamState.Stopped : _stateAfterDrain;
        _ended.TrySetResult();
        return StepTime.Never;
    }

    private TimeSpan EndGeneration(LogStreamState afterwards, StepTime now)
    {
        _stateAfterDrain = afterwards;
        _state = LogStreamState.Draining;
        _generationEnded.TrySetResult();
        return now.Elapsed;
    }

    // A stream that fails keeps its acknowledged events and continues to deliver what it has produced.
    private TimeSpan Fail(Exception failure, StepTime now)
    {
        Failure ??= failure;
        return EndGeneration(LogStreamState.Failed, now);
    }

    private void FlushLedger(StepTime now)
    {
        if (now.Elapsed >= _flushAt)
        {
            _flushAt = now.Elapsed + RunWriter.LedgerInterval;
            _writer.FlushLedger();
        }
    }
}

/// <summary>State of a stream.</summary>
public enum LogStreamState
{
    /// <summary>Produces events.</summary>
    Running,

    /// <summary>Paused until it is resumed.</summary>
    Suspended,

    /// <summary>Produces no more events and waits until those produced are settled.</summary>
    Draining,

    /// <summary>Ended by its limit or by the end of its source; everything is settled.</summary>
    Completed,

    /// <summary>Stopped by a caller; everything is settled.</summary>
    Stopped,

    /// <summary>Ended by an error; everything is settled.</summary>
    Failed,
}
