namespace EventLogDemo.Engine.Pipelines;

/// <summary>The pipelines of this process, by name. Names are case-insensitive.</summary>
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

    /// <summary>Reserves a name, opens a pipeline with it and registers it.</summary>
    /// <exception cref="PipelineNameInUseException">The name is in use.</exception>
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

    /// <summary>The pipeline with a name.</summary>
    /// <exception cref="UnknownPipelineException">There is none; the exception lists the existing ones.</exception>
    public Pipeline Get(string name) =>
        All.FirstOrDefault(pipeline => string.Equals(pipeline.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new UnknownPipelineException(name, [.. All.Select(pipeline => pipeline.Name)]);

    /// <summary>The default when no name is given: the only running pipeline.</summary>
    /// <exception cref="NoPipelineException">None is running.</exception>
    /// <exception cref="AmbiguousPipelineException">Several are running; the exception lists them.</exception>
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

    /// <summary>Closes a pipeline and removes it, even if closing fails.</summary>
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
            Remove(pipeline);
        }
    }

    /// <summary>Closes all pipelines, each as its <see cref="Pipeline.DefaultEnd"/> says, and removes them.</summary>
    /// <exception cref="AggregateException">Closing failed for at least one; the others are closed nevertheless.</exception>
    public async Task RemoveAllAsync() =>
        await Task.WhenAll(All.Select(pipeline => RemoveAsync(pipeline, pipeline.DefaultEnd))).ConfigureAwait(false);

    // Removed by reference: another pipeline may have its name by now.
    private void Remove(Pipeline pipeline)
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
