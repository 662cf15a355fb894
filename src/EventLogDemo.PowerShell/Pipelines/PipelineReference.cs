using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.PowerShell.Pipelines;

/// <summary>
/// A pipeline as it is given to <c>-Pipeline</c>: by name or as an object. An object means that very pipeline, never a later one
/// of the same name.
/// </summary>
public sealed class PipelineReference
{
    private readonly string _name;
    private readonly Pipeline? _pipeline;

    /// <summary>The running pipeline of a name.</summary>
    public PipelineReference(string name) => _name = name;

    /// <summary>A pipeline.</summary>
    public PipelineReference(Pipeline pipeline)
    {
        _pipeline = pipeline;
        _name = pipeline.Name;
    }

    /// <summary>The pipeline.</summary>
    /// <exception cref="UnknownPipelineException">None of that name is running.</exception>
    /// <exception cref="PipelineClosedException">It has been stopped.</exception>
    public Pipeline Find() => _pipeline switch
    {
        null => PipelineRegistry.Current.Get(_name),
        { IsClosed: true } => throw new PipelineClosedException(_name),
        _ => _pipeline,
    };

    /// <inheritdoc/>
    public override string ToString() => _name;
}
