using System.Management.Automation;
using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Events;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Streams;
using EventLogDemo.PowerShell.Bridge;
using EventLogDemo.PowerShell.Completion;
using EventLogDemo.PowerShell.Conversion;
using EventLogDemo.PowerShell.Errors;
using EventLogDemo.PowerShell.Pipelines;

namespace EventLogDemo.PowerShell.Events;

/// <summary>Sends lines, or whatever comes down the pipeline, as events.</summary>
/// <remarks>Items are handed over one by one on the pipeline thread: a queue in between would only cost time.</remarks>
[Cmdlet(VerbsCommunications.Send, "LogEvent", SupportsShouldProcess = true)]
[OutputType(typeof(SendSummary), typeof(object))]
public sealed class SendLogEventCommand : AsyncCmdlet
{
    private static readonly TimeSpan MaxTimeout = TimeSpan.FromDays(1);

    private readonly BodyEncoder _encoder = new();
    private Pipeline? _pipeline;
    private InputStream? _input;
    private StreamCounts _before;
    private long _startedAt;
    private long _sent;
    private long _tooLarge;
    private bool _isOwnInputClosed;

    /// <summary>What to send: each item, also of a list, becomes one event. Objects are sent as compact JSON.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? InputObject { get; set; }

    /// <summary>Name of a pipeline, or the pipeline itself. Not by the pipeline, which carries the events.</summary>
    /// <value>Defaults to the running one.</value>
    [Parameter]
    [PipelineTransformation]
    [ArgumentCompleter(typeof(PipelineNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNull]
    public PipelineReference? Pipeline { get; set; }

    /// <summary>
    /// Where the events come from, kept in the ledger of the run. With it the command makes a run of its own, so that the counts
    /// are its own alone; without it all that is sent by hand shares one run.
    /// </summary>
    [Parameter]
    [ValidateLength(1, 256)]
    public string? Source { get; set; }

    /// <summary>
    /// How long to wait for the log: for room in the full buffer, and in the end for the answer to everything that was sent. What is
    /// not acknowledged by then is an error; it stays buffered or, with -Source, is given up.
    /// </summary>
    /// <value>Defaults to 1 minute.</value>
    [Parameter]
    [DurationTransformation]
    [ArgumentCompleter(typeof(DurationCompleter))]
    public Duration Timeout { get; set; } = new(TimeSpan.FromMinutes(1));

    /// <summary>Emit what was sent instead of a summary.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => Attempt(() =>
    {
        OptionRangeException.ThrowIfOutside("Timeout", Timeout.Value, TimeSpan.Zero, MaxTimeout);
        _pipeline = Pipeline?.Find() ?? PipelineRegistry.Current.GetDefault();
        if (ShouldProcess(_pipeline.Name, SR.SendEventsAction))
        {
            StreamRoster roster = StreamRoster.Of(_pipeline);
            _input = Await(SR.SendEventsActivity, (_, cancellationToken) => Source is null
                ? roster.OpenSharedInputAsync(cancellationToken)
                : roster.OpenInputAsync(Source, cancellationToken));
            _before = _input.Counts;
            _startedAt = TimeProvider.System.GetTimestamp();
        }
    });

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (_input is null)
        {
            return;
        }

        if (BodyEncoder.ItemsOf(InputObject) is not { } items)
        {
            Send(_input, InputObject);
            return;
        }

        foreach (object? item in items)
        {
            Send(_input, item);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => Demand(() =>
    {
        if (_input is null)
        {
            return;
        }

        try
        {
            Await(SR.SendEventsFlushActivity, (_, cancellationToken) => _input.FlushAsync(Timeout.Value, cancellationToken));
        }
        catch (SendTimeoutException failure)
        {
            WriteFailure(failure);
        }

        CloseOwnInput();
        if (!PassThru)
        {
            StreamCounts counts = _input.Counts;
            WriteObject(new SendSummary(
                _pipeline!.Name,
                _sent,
                counts.Acked - _before.Acked,
                counts.Failed - _before.Failed,
                counts.Unknown - _before.Unknown,
                _tooLarge,
                TimeProvider.System.GetElapsedTime(_startedAt)));
        }
    });

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _encoder.Dispose();
            CloseOwnInput();
        }
    }

    // Also where the command was abandoned; what the log has not answered for by then is unknown.
    private void CloseOwnInput()
    {
        if (Source is not null && _input is not null && !_isOwnInputClosed)
        {
            _isOwnInputClosed = true;
            Task.Run(() => StreamRoster.Of(_pipeline!).CloseInputAsync(_input)).GetAwaiter().GetResult();
        }
    }

    private void Send(InputStream input, object? item)
    {
        if (!EventText.IsNothing(item) && TrySend(input, item!) && PassThru)
        {
            WriteObject(item);
        }
    }

    private bool TrySend(InputStream input, object item)
    {
        try
        {
            ReadOnlyMemory<byte> body = _encoder.Encode(item);
            if (!input.TrySend(body.Span))
            {
                Await(SR.SendEventsFullActivity, (_, cancellationToken) => input.SendAsync(body, Timeout.Value, cancellationToken));
            }

            _sent++;
            return true;
        }
        catch (EventTooLargeException refusal)
        {
            _tooLarge++;
            WriteFailure(refusal);
        }
        catch (EventJsonException refusal)
        {
            WriteFailure(refusal);
        }
        catch (EngineException failure)
        {
            ThrowTerminatingError(ErrorRecords.From(failure));
        }
        catch (IOException failure)
        {
            ThrowTerminatingError(ErrorRecords.From(UnexpectedErrorException.From(failure)));
        }

        return false;
    }
}
