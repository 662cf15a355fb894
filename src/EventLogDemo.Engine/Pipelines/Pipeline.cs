using System.Diagnostics.CodeAnalysis;
using EventLogDemo.Engine.Stepping;
using Microsoft.Extensions.Logging;

namespace EventLogDemo.Engine.Pipelines;

/// <summary>
/// A running pipeline: the four ports of its environment, its manifest and folder, and whatever other rooms attach to it for
/// its lifetime (streams, the metric sampler). Safe to use from any thread.
/// </summary>
public sealed class Pipeline : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly List<IPipelineResident> _residents = [];
    private readonly IPipelineParts _parts;
    private Task? _closing;

    /// <summary>Puts a pipeline together. Called by an environment, which hands over what it opened.</summary>
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
        End = new PipelineEnd { DeletesData = !manifest.KeepsData };
    }

    /// <summary>What the pipeline is.</summary>
    public PipelineManifest Manifest { get; }

    /// <summary>What it was started with.</summary>
    public PipelineOptions Options { get; }

    /// <summary>Folder of its state (Embedded: its data too).</summary>
    public string Folder { get; }

    /// <summary>The four ports.</summary>
    public PipelinePorts Ports { get; }

    /// <summary>The clock of all its parts.</summary>
    public StepClock Clock { get; }

    /// <summary>Where its parts log to: a file in <see cref="Folder"/>.</summary>
    public ILoggerFactory Loggers { get; }

    /// <summary>Name, unique among the pipelines of a process.</summary>
    public string Name => Manifest.Name;

    /// <summary>What closing does beside letting go.</summary>
    /// <value>Defaults to deleting the data where it lies in a folder that was made for this pipeline alone.</value>
    public PipelineEnd End { get; set; }

    /// <summary>When this process started it or attached to it (UTC).</summary>
    public DateTimeOffset StartedAt { get; }

    /// <summary>Whether closing has begun.</summary>
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

    /// <summary>The resident of a kind, made and attached at the first request. Residents are closed before the parts, the last attached first.</summary>
    /// <exception cref="PipelineClosedException">Closing has begun.</exception>
    public T GetOrAttach<T>(Func<Pipeline, T> create)
        where T : class, IPipelineResident
    {
        lock (_gate)
        {
            if (TryFind(out T? found))
            {
                return found;
            }

            PipelineClosedException.ThrowIf(_closing is not null, Name);
            T made = create(this);
            _residents.Add(made);
            return made;
        }
    }

    /// <summary>The resident of a kind, if one is attached.</summary>
    public bool TryGet<T>([NotNullWhen(true)] out T? resident)
        where T : class, IPipelineResident
    {
        lock (_gate)
        {
            return TryFind(out resident);
        }
    }

    /// <summary>Closes residents and parts, once; later calls wait for the same end.</summary>
    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _closing ??= Task.Run(CloseAsync);
            return new ValueTask(_closing);
        }
    }

    private async Task CloseAsync()
    {
        List<IAsyncDisposable> parts;
        lock (_gate)
        {
            parts = [.. Enumerable.Reverse(_residents), _parts];
        }

        await Closing.AllAsync(
            [
                .. parts.Select(part => (Func<ValueTask>)part.DisposeAsync),
                () =>
                {
                    Loggers.Dispose();
                    return _parts.ReleaseAsync(End);
                },
            ]).ConfigureAwait(false);
    }

    private bool TryFind<T>([NotNullWhen(true)] out T? resident)
        where T : class, IPipelineResident
    {
        resident = _residents.OfType<T>().FirstOrDefault();
        return resident is not null;
    }
}

/// <summary>The four ports of an environment.</summary>
public sealed record PipelinePorts(IEventLog Log, IEventProcessor Processor, IEventStore Store, IServiceHost Services);

/// <summary>What an environment opened for a pipeline. Disposing closes it all.</summary>
public interface IPipelineParts : IAsyncDisposable
{
    /// <summary>Gives up the pipeline's folder and services, when everything of them has been closed.</summary>
    ValueTask ReleaseAsync(PipelineEnd end);
}

/// <summary>Something that another room attaches to a pipeline for its lifetime.</summary>
public interface IPipelineResident : IAsyncDisposable;
