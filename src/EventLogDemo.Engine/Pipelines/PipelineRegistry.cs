namespace EventLogDemo.Engine.Pipelines;

/// <summary>The pipelines of this process, by name. Names are compared without case.</summary>
public sealed class PipelineRegistry
{
    private readonly Lock _gate = new();
    private readonly List<Pipeline> _pipelines = [];
    private readonly HashSet<string> _reserved = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The registry of this process: pipelines belong to the process, not to a runspace.</summary>
    public static PipelineRegistry Current { get; } = new();

    /// <summary>All pipelines, oldest first.</summary>
    public IReadOnlyList<Pipeline> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _pipelines];
            }
        }
    }

    /// <summary>Reserves a name, opens a pipeline under it and keeps it.</summary>
    /// <exception cref="PipelineNameInUseException">The name is taken.</exception>
    public async Task<Pipeline> AddAsync(string name, Func<Task<Pipeline>> open)
    {
        lock (_gate)
        {
            if (!_reserved.Add(name))
            {
                throw new PipelineNameInUseException(name);
            }
        }

        try
        {
            Pipeline pipeline = await open().ConfigureAwait(false);
            lock (_gate)
            {
                _pipelines.Add(pipeline);
            }

            return pipeline;
        }
        catch
        {
            lock (_gate)
            {
                _reserved.Remove(name);
            }

            throw;
        }
    }

    /// <summary>The pipeline of a name.</summary>
    /// <exception cref="UnknownPipelineException">There is none; the exception names those there are.</exception>
    public Pipeline Get(string name) =>
        All.FirstOrDefault(pipeline => string.Equals(pipeline.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new UnknownPipelineException(name, [.. All.Select(pipeline => pipeline.Name)]);

    /// <summary>The pipeline that is meant when none is named: the only one.</summary>
    /// <exception cref="NoPipelineException">None is running.</exception>
    /// <exception cref="AmbiguousPipelineException">Several are running; the exception names them.</exception>
    public Pipeline GetDefault()
    {
        IReadOnlyList<Pipeline> all = All;
        return all.Count switch
        {
            0 => throw new NoPipelineException(),
            1 => all[0],
            _ => throw new AmbiguousPipelineException([.. all.Select(pipeline => pipeline.Name)]),
        };
    }

    /// <summary>Closes a pipeline and forgets it, even if closing fails.</summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="end">How to close it.</param>
    public async Task RemoveAsync(Pipeline pipeline, PipelineEnd end)
    {
        try
        {
            await pipeline.CloseAsync(end).ConfigureAwait(false);
        }
        finally
        {
            Forget(pipeline);
        }
    }

    /// <summary>Closes all pipelines, each as its <see cref="Pipeline.DefaultEnd"/> says, and forgets them.</summary>
    /// <exception cref="AggregateException">Some failed to close; the others are closed nevertheless.</exception>
    public async Task RemoveAllAsync() =>
        await Task.WhenAll(All.Select(pipeline => RemoveAsync(pipeline, pipeline.DefaultEnd))).ConfigureAwait(false);

    // By itself and not by its name, which another may have by now.
    private void Forget(Pipeline pipeline)
    {
        lock (_gate)
        {
            if (_pipelines.Remove(pipeline))
            {
                _reserved.Remove(pipeline.Name);
            }
        }
    }
}
