using EventLogDemo.Engine.Stepping;
using Microsoft.Extensions.Logging;

namespace EventLogDemo.Engine.Pipelines;

/// <summary>
/// A running pipeline: the four ports of its environment, its manifest and folder, and the components that other rooms attach to it for
/// its lifetime (streams, the metric sampler). Safe to use from any thread.
/// </summary>
public sealed class Pipeline : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly List<IPipelineComponent> _components = [];
    private readonly IPipelineParts _parts;
    private Task? _closing;

    /// <summary>Assembles a pipeline. Called by an environment, which passes ownership of what it opened.</summary>
    public Pipeline(
        PipelineManifest manifest,
        PipelineOptions options,
        string folder,
        PipelinePorts ports,
        StepClock clock,
        ILoggerFactory loggers,
        IPipelineParts parts)
    {
        Manifest = manifest;
        Options = options;
        Folder = folder;
        Ports = ports;
        Clock = clock;
        Loggers = loggers;
        StartedAt = clock.Now().Utc;
        _parts = parts;
        DefaultEnd = new PipelineEnd { DeletesData = !manifest.KeepsData };
    }

    /// <summary>What the pipeline is.</summary>
    public PipelineManifest Manifest { get; }

    /// <summary>The options that it was started with.</summary>
    public PipelineOptions Options { get; }

    /// <summary>Folder of its state (Embedded: its data too).</summary>
    public string Folder { get; }

    /// <summary>The four ports.</summary>
    public PipelinePorts Ports { get; }

    /// <summary>The clock of all its parts.</summary>
    public StepClock Clock { get; }

    /// <summary>Creates the loggers of its parts: they write to a file in <see cref="Folder"/>.</summary>
    public ILoggerFactory Loggers { get; }

    /// <summary>Name, unique among the pipelines of a process. It differs from the manifest's if it was opened with another name.</summary>
    public string Name => Options.Name;

    /// <summary>How <see cref="DisposeAsync"/> closes the pipeline.</summary>
    /// <value>Defaults to deleting the data if its folder was created for this pipeline alone.</value>
    public PipelineEnd DefaultEnd { get; init; }

    /// <summary>When this process started it or attached to it (UTC).</summary>
    public DateTimeOffset StartedAt { get; }

    /// <summary>Whether closing has started.</summary>
    public bool IsClosed
    {
        get
        {
            lock (_gate)
            {
                return _closing is not null;
            }
        }
    }

    /// <summary>The component of a type, created and attached on first request. Components are closed before the parts, the last attached first.</summary>
    /// <exception cref="PipelineClosedException">Closing has started.</exception>
    public T GetOrAttach<T>(Func<Pipeline, T> create)
        where T : class, IPipelineComponent
    {
        lock (_gate)
        {
            if (_components.OfType<T>().FirstOrDefault() is { } found)
            {
                return found;
            }

            PipelineClosedException.ThrowIf(_closing is not null, Name);
            T made = create(this);
            _components.Add(made);
            return made;
        }
    }

    /// <summary>Closes components and parts as <see cref="DefaultEnd"/> says.</summary>
    public ValueTask DisposeAsync() => new(CloseAsync(DefaultEnd));

    /// <summary>Closes components and parts. The first call decides how; later ones wait for it to finish.</summary>
    /// <param name="end">What to do besides releasing what this process holds.</param>
    public Task CloseAsync(PipelineEnd end)
    {
        lock (_gate)
        {
            return _closing ??= Task.Run(() => ClosePartsAsync(end));
        }
    }

    private async Task ClosePartsAsync(PipelineEnd end)
    {
        List<IAsyncDisposable> parts;
        lock (_gate)
        {
            parts = [.. Enumerable.Reverse(_components), _parts];
        }

        await Closing.AllAsync(
            [
                .. parts.Select(part => (Func<ValueTask>)part.DisposeAsync),
                () =>
                {
                    Loggers.Dispose();
                    return _parts.ReleaseAsync(end);
                },
            ]).ConfigureAwait(false);
    }
}

/// <summary>The four ports of an environment.</summary>
public sealed record PipelinePorts(IEventLog Log, IEventProcessor Processor, IEventStore Store, IServiceHost Services);

/// <summary>What an environment opened for a pipeline. Disposing closes it all.</summary>
public interface IPipelineParts : IAsyncDisposable
{
    /// <summary>Releases the pipeline's folder and services, after everything else has been closed.</summary>
    ValueTask ReleaseAsync(PipelineEnd end);
}

/// <summary>A component that another room attaches to a pipeline for its lifetime.</summary>
public interface IPipelineComponent : IAsyncDisposable;
