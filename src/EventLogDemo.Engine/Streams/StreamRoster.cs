using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Events;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Stepping;
using Microsoft.Extensions.Logging;

namespace EventLogDemo.Engine.Streams;

/// <summary>The streams of a pipeline in this process: starts them, lists them, adds them up, and ends them with the pipeline.</summary>
public sealed partial class StreamRoster : IPipelineComponent
{
    private const int EndedStreamsListed = 100;
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Pipeline _pipeline;
    private readonly RunHistory _history;
    private readonly RunOpener _runs;
    private readonly IMachineDriver _driver;
    private readonly ILogger _logger;
    private readonly List<LogStream> _streams = [];
    private readonly List<InputStream> _inputs = [];
    private StreamCounts _forgotten;
    private InputStream? _sharedInput;
    private Task<InputStream>? _openingSharedInput;
    private int _lastNumber;
    private bool _closed;

    internal StreamRoster(Pipeline pipeline, RunOpener runs, IMachineDriver driver)
    {
        _pipeline = pipeline;
        _history = new RunHistory(pipeline);
        _runs = runs;
        _driver = driver;
        _logger = pipeline.Loggers.CreateLogger<StreamRoster>();
    }

    /// <summary>The roster of a pipeline.</summary>
    public static StreamRoster Of(Pipeline pipeline) => pipeline.GetOrAttach(
        owner => new StreamRoster(owner, RunOpener.Of(owner), new ThreadDriver(owner.Clock)));

    /// <summary>All running streams and the last hundred that have ended, in the order they were started.</summary>
    public IReadOnlyList<LogStream> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _streams];
            }
        }
    }

    /// <summary>The counts of everything produced in this process, including streams that are no longer listed.</summary>
    public StreamCounts Totals
    {
        get
        {
            lock (_gate)
            {
                StreamCounts sum = _forgotten;
                foreach (LogStream stream in _streams)
                {
                    sum += stream.Counts;
                }

                foreach (InputStream input in _inputs)
                {
                    sum += input.Counts;
                }

                return sum;
            }
        }
    }

    /// <summary>
    /// The counts of the runs that the pipeline had when this process opened it, or null if they are unknown: a ledger cannot be
    /// read, or the process of a run was killed. The first request reads the ledgers.
    /// </summary>
    public StreamCounts? EarlierCounts => _history.Counts;

    /// <summary>The stream with the given number.</summary>
    /// <exception cref="UnknownStreamException">There is no such stream; the exception lists those that exist.</exception>
    public LogStream Get(int id) =>
        All.FirstOrDefault(stream => stream.Id == id)
        ?? throw new UnknownStreamException(id, [.. All.Select(stream => stream.Id)]);

    /// <summary>Starts a stream, which then owns the source.</summary>
    /// <exception cref="OptionRangeException">An option is outside its range.</exception>
    /// <exception cref="DiskSpaceException">Too little free disk space.</exception>
    /// <exception cref="PipelineClosedException">The pipeline has been stopped.</exception>
    public async Task<LogStream> StartAsync(IEventSource source, LogStreamOptions options, CancellationToken cancellationToken)
    {
        try
        {
            options.Validate();
            RunWriter writer = await _runs.OpenAsync(
                NextNumber(), source.Description, options.ToString(), options.Appender, cancellationToken).ConfigureAwait(false);
            LogStream stream = new(writer, source, options, _pipeline.Clock, _driver);
            _ = ReportEndAsync(stream);
            if (!TryEnlist(stream))
            {
                await stream.DisposeAsync().ConfigureAwait(false);
                throw new PipelineClosedException(_pipeline.Name);
            }

            return stream;
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <summary>
    /// The stream for events sent by hand without a named source, opened at the first request and reopened after it has
    /// failed. All senders share it, so that a thousand short sends create one run and not a thousand.
    /// </summary>
    /// <exception cref="DiskSpaceException">Too little free disk space.</exception>
    /// <exception cref="PipelineClosedException">The pipeline has been stopped.</exception>
    public async Task<InputStream> OpenSharedInputAsync(CancellationToken cancellationToken)
    {
        Task<InputStream> opening;
        lock (_gate)
        {
            PipelineClosedException.ThrowIf(_closed, _pipeline.Name);
            if (_sharedInput is { Failure: null } usable)
            {
                return usable;
            }

            // Shared by all concurrent callers, so that none of them can cancel it for the others.
            if (_openingSharedInput is null or { IsCompleted: true })
            {
                _openingSharedInput = Task.Run(ReplaceSharedInputAsync, CancellationToken.None);
            }

            opening = _openingSharedInput;
        }

        return await opening.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Opens a stream for events sent by hand from one source: a separate run, closed by <see cref="CloseInputAsync"/>.</summary>
    /// <param name="source">Where the events come from, for the run's ledger.</param>
    /// <param name="cancellationToken">Cancels the opening.</param>
    /// <exception cref="DiskSpaceException">Too little free disk space.</exception>
    /// <exception cref="PipelineClosedException">The pipeline has been stopped.</exception>
    public async Task<InputStream> OpenInputAsync(string source, CancellationToken cancellationToken)
    {
        AppenderOptions options = new();
        RunWriter writer = await _runs.OpenAsync(NextNumber(), source, options.ToString(), options, cancellationToken)
            .ConfigureAwait(false);
        InputStream input = new(writer, _pipeline.Clock, _driver);
        lock (_gate)
        {
            if (!_closed)
            {
                _inputs.Add(input);
                return input;
            }
        }

        await input.DisposeAsync().ConfigureAwait(false);
        throw new PipelineClosedException(_pipeline.Name);
    }

    /// <summary>Closes a stream that was opened here. Undelivered events get one second.</summary>
    public async Task CloseInputAsync(InputStream input)
    {
        await EndAsync(input).ConfigureAwait(false);
        lock (_gate)
        {
            if (_inputs.Remove(input))
            {
                _forgotten += input.Counts;
            }
        }
    }

    /// <summary>Ends all streams. Buffered events get one second to be delivered.</summary>
    public async ValueTask DisposeAsync()
    {
        List<Task> ends;
        lock (_gate)
        {
            _closed = true;
            ends = [.. _streams.Where(stream => !stream.Completion.IsCompleted).Select(EndAsync)];
            ends.AddRange(_inputs.Select(EndAsync));
        }

        await Task.WhenAll(ends).ConfigureAwait(false);
    }

    private async Task<InputStream> ReplaceSharedInputAsync()
    {
        if (_sharedInput is { } failed)
        {
            await CloseInputAsync(failed).ConfigureAwait(false);
        }

        InputStream input = await OpenInputAsync("Pipeline input", CancellationToken.None).ConfigureAwait(false);
        lock (_gate)
        {
            return _sharedInput = input;
        }
    }

    private async Task EndAsync(InputStream input)
    {
        using CancellationTokenSource farewell = new(Farewell, _pipeline.Clock.TimeProvider);
        try
        {
            await input.CloseAsync(farewell.Token).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is EngineException or IOException)
        {
            // Its ledger shows this too: it reads as one that did not end cleanly.
            InputNotClosed(failure, input.Id);
        }
    }

    private async Task EndAsync(LogStream stream)
    {
        using CancellationTokenSource farewell = new(Farewell, _pipeline.Clock.TimeProvider);
        try
        {
            await stream.StopAsync(drain: true, farewell.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            GivenUp(stream.Id, stream.Counts.Buffered);
            await stream.DisposeAsync().ConfigureAwait(false);
        }
    }

    private ushort NextNumber()
    {
        lock (_gate)
        {
            PipelineClosedException.ThrowIf(_closed, _pipeline.Name);
            // Numbers wrap around after 65,535; the run, which is new each time, distinguishes the events.
            do
            {
                _lastNumber = _lastNumber == ushort.MaxValue ? 1 : _lastNumber + 1;
            }
            while (_streams.Exists(stream => stream.Id == _lastNumber) || _inputs.Exists(input => input.Id == _lastNumber));

            return (ushort)_lastNumber;
        }
    }

    private bool TryEnlist(LogStream stream)
    {
        lock (_gate)
        {
            if (_closed)
            {
                return false;
            }

            _streams.Add(stream);
            List<LogStream> ended = [.. _streams.Where(other => other.Completion.IsCompleted)];
            foreach (LogStream old in ended.Take(ended.Count - EndedStreamsListed))
            {
                _forgotten += old.Counts;
                _streams.Remove(old);
            }

            return true;
        }
    }

    private async Task ReportEndAsync(LogStream stream)
    {
        await stream.Completion.ConfigureAwait(false);
        Ended(stream.Id, stream.State, stream.Counts, stream.Failure);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Stream {Id} ended {State}: {Counts}")]
    private partial void Ended(int id, LogStreamState state, StreamCounts counts, Exception? failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Stream {Id} was closed with {Buffered} events not delivered")]
    private partial void GivenUp(int id, long buffered);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Stream {Id}, for what is sent by hand, could not be closed in good order")]
    private partial void InputNotClosed(Exception failure, int id);
}
