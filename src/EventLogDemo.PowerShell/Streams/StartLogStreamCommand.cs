using System.Management.Automation;
using EventLogDemo.Engine.Events;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Streams;
using EventLogDemo.PowerShell.Completion;
using EventLogDemo.PowerShell.Conversion;
using EventLogDemo.PowerShell.Errors;
using EventLogDemo.PowerShell.Pipelines;

namespace EventLogDemo.PowerShell.Streams;

/// <summary>Starts a stream of generated events, or of the lines of a file.</summary>
[Cmdlet(VerbsLifecycle.Start, "LogStream", DefaultParameterSetName = Generated, SupportsShouldProcess = true)]
[OutputType(typeof(LogStreamInfo))]
public sealed class StartLogStreamCommand : PipelineCmdlet
{
    private const string Generated = nameof(Generated);
    private const string GeneratedBySize = nameof(GeneratedBySize);
    private const string FromFile = nameof(FromFile);
    private const long BytesPerKB = 1024;

    private static readonly LogStreamOptions Defaults = new();
    private static readonly GeneratorOptions GeneratorDefaults = new();

    /// <summary>Text file whose lines are sent.</summary>
    [Parameter(Mandatory = true, ParameterSetName = FromFile)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>Size of each event in bytes, or with a unit: <c>512b</c>, <c>64 KB</c>, <c>0.5mb</c>.</summary>
    [Parameter(Mandatory = true, ParameterSetName = GeneratedBySize)]
    [ByteSizeTransformation]
    [ArgumentCompleter(typeof(ByteSizeCompleter))]
    [ValidateNotNull]
    public ByteSize? Size { get; set; }

    /// <summary>Size of each event in KB (1,024 bytes), or with a unit.</summary>
    /// <value>Defaults to 1.</value>
    [Parameter(ParameterSetName = Generated)]
    [ByteSizeTransformation]
    [ArgumentCompleter(typeof(ByteSizeCompleter))]
    public ByteSize SizeKB { get; set; } = new(GeneratorDefaults.SizeBytes);

    /// <summary>What the events look like.</summary>
    /// <value>Defaults to Plain.</value>
    [Parameter(ParameterSetName = Generated)]
    [Parameter(ParameterSetName = GeneratedBySize)]
    public LogFormat Format { get; set; } = (LogFormat)GeneratorDefaults.Format;

    /// <summary>Seed: the same one gives the same bytes.</summary>
    /// <value>Defaults to 1.</value>
    [Parameter(ParameterSetName = Generated)]
    [Parameter(ParameterSetName = GeneratedBySize)]
    public long Seed { get; set; } = GeneratorDefaults.Seed;

    /// <summary>Events per second; 0 for as fast as it goes.</summary>
    /// <value>Defaults to 10.</value>
    [Parameter]
    public double Rate { get; set; } = Defaults.Rate;

    /// <summary>Events after which the stream is complete.</summary>
    /// <value>Defaults to no limit.</value>
    [Parameter]
    public long? Count { get; set; }

    /// <summary>Time after which the stream is complete.</summary>
    /// <value>Defaults to no limit.</value>
    [Parameter]
    [DurationTransformation]
    [ArgumentCompleter(typeof(DurationCompleter))]
    public Duration? Duration { get; set; }

    /// <summary>Most events that the producer buffers.</summary>
    /// <value>Defaults to 100,000.</value>
    [Parameter]
    public long BufferCount { get; set; } = Defaults.Appender.BufferCount;

    /// <summary>Most bytes that the producer buffers.</summary>
    /// <value>Defaults to 1 GB.</value>
    [Parameter]
    [ByteSizeTransformation]
    [ArgumentCompleter(typeof(BufferSizeCompleter))]
    public ByteSize BufferSize { get; set; } = new(Defaults.Appender.BufferBytes);

    /// <summary>Time after which an event that was not acknowledged is given up.</summary>
    /// <value>Defaults to 5 minutes.</value>
    [Parameter]
    [DurationTransformation]
    [ArgumentCompleter(typeof(DurationCompleter))]
    public Duration DeliveryTimeout { get; set; } = new(Defaults.Appender.DeliveryTimeout);

    /// <summary>What to do while the buffer is full.</summary>
    /// <value>Defaults to Wait.</value>
    [Parameter]
    public BufferPolicy OnFull { get; set; } = (BufferPolicy)Defaults.OnFull;

    /// <summary>Wait until the stream has ended. Ctrl+C then ends the stream.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForEachPipeline(pipeline =>
    {
        LogStreamOptions options = ReadOptions();
        Func<IEventSource> open = ReadSource(out string description);
        if (!ShouldProcess(pipeline.Name, SR.StartStreamAction.With(description)))
        {
            return;
        }

        LogStream stream = Await(
            SR.StartStreamActivity,
            (_, cancellationToken) => StreamRoster.Of(pipeline).StartAsync(open(), options, cancellationToken));
        WriteVerbose(SR.StartStreamVerbose.With(stream.Id, pipeline.Name, stream.Source));
        if (Wait)
        {
            Await(SR.WaitStreamActivity.With(stream.Id), (progress, stop) => StreamWaiter.EndedOrStoppedAsync(stream, progress, stop));
        }

        WriteObject(new LogStreamInfo(pipeline, stream));
        if (Wait && stream.Counts.TooLarge is > 0 and long count)
        {
            WriteError(ErrorRecords.From(new EventTooLargeException(count, stream.Source)));
        }

        if (Wait && stream.Failure is { } failure)
        {
            throw UnexpectedErrorException.From(failure);
        }
    });

    private LogStreamOptions ReadOptions()
    {
        LogStreamOptions options = new()
        {
            Rate = Rate,
            Count = Count,
            Duration = Duration?.Value,
            OnFull = (FullPolicy)OnFull,
            Appender = Defaults.Appender with
            {
                BufferCount = Int32Argument.Checked(nameof(BufferCount), BufferCount, 1, AppenderOptions.MaxBufferCount),
                BufferBytes = BufferSize.Checked(nameof(BufferSize), AppenderOptions.MinBufferBytes, AppenderOptions.MaxBufferBytes),
                DeliveryTimeout = DeliveryTimeout.Value,
            },
        };
        options.Validate();
        return options;
    }

    private Func<IEventSource> ReadSource(out string description)
    {
        if (ParameterSetName == FromFile)
        {
            string path = FileSystemPath.Resolve(SessionState, Path);
            description = path;
            return () => new TextFileSource(path);
        }

        GeneratorOptions options = new()
        {
            Format = (EventFormat)Format,
            SizeBytes = (int)(Size?.Checked(nameof(Size), 1, EventLimits.MaxBodyBytes)
                ?? SizeKB.Checked(nameof(SizeKB), 1, EventLimits.MaxBodyBytes, BytesPerKB)),
            Seed = Seed,
        };
        EventGenerator generator = EventGenerator.Create(options);
        description = generator.Description;
        return () => generator;
    }
}
