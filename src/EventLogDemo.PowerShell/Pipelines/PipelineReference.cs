using System.Management.Automation;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.PowerShell.Conversion;
using EventLogDemo.PowerShell.Errors;

namespace EventLogDemo.PowerShell.Pipelines;

/// <summary>
/// Pipelines as they are given to <c>-Pipeline</c>: a name, with wildcards, or an object. An object means that very pipeline, never a
/// later one of the same name.
/// </summary>
public sealed class PipelineReference
{
    private readonly string _name;
    private readonly Guid? _id;
    private readonly InputObjectException? _refusal;

    /// <summary>The running pipelines of a name.</summary>
    public PipelineReference(string name) => _name = name;

    /// <summary>A pipeline.</summary>
    public PipelineReference(PipelineInfo pipeline)
        : this(pipeline.Name, pipeline.Id)
    {
    }

    /// <summary>The pipeline of a name that an object carries, and of its identity where the object has that too.</summary>
    internal PipelineReference(string name, Guid? id)
    {
        _name = name;
        _id = id;
    }

    private PipelineReference(InputObjectException refusal)
    {
        _name = "";
        _refusal = refusal;
    }

    /// <summary>What an argument or an object of the pipeline stands for. One that names no pipeline is refused when it is used.</summary>
    internal static PipelineReference From(object? argument)
    {
        InputItem item = new(argument);
        return Argument.Unwrap(argument) as PipelineReference
            ?? (item.Text is { } name ? new PipelineReference(name) : null)
            ?? (item.Is(typeof(PipelineInfo)) && item.TextOf(nameof(PipelineInfo.Name)) is { } own
                ? new PipelineReference(own, item.IdOf(nameof(PipelineInfo.Id)))
                : null)
            ?? (item.TextOf("Pipeline") is { } owner ? new PipelineReference(owner, item.IdOf("PipelineId")) : null)
            ?? new PipelineReference(new InputObjectException(item.ToString(), SR.InputHasNoPipeline));
    }

    /// <summary>The pipelines.</summary>
    /// <exception cref="UnknownPipelineException">None of that name is running.</exception>
    /// <exception cref="PipelineClosedException">It has been stopped.</exception>
    /// <exception cref="NamePatternException">A bracket in it is not closed.</exception>
    /// <exception cref="InputObjectException">It was an object that names no pipeline.</exception>
    internal IReadOnlyList<Pipeline> FindAll()
    {
        if (_refusal is not null)
        {
            throw _refusal;
        }

        if (_id is not null || !WildcardPattern.ContainsWildcardCharacters(_name))
        {
            return [FindOne()];
        }

        WildcardPattern pattern = NamePattern.Parse(_name);
        return [.. PipelineRegistry.Current.All.Where(pipeline => pattern.IsMatch(pipeline.Name))];
    }

    /// <summary>The pipeline.</summary>
    /// <exception cref="UnknownPipelineException">None of that name is running.</exception>
    /// <exception cref="PipelineClosedException">It has been stopped.</exception>
    /// <exception cref="AmbiguousPipelineException">Several match.</exception>
    internal Pipeline Find() => FindAll() switch
    {
        [Pipeline only] => only,
        [] => throw new UnknownPipelineException(_name, [.. PipelineRegistry.Current.All.Select(pipeline => pipeline.Name)]),
        IReadOnlyList<Pipeline> several => throw new AmbiguousPipelineException([.. several.Select(pipeline => pipeline.Name)]),
    };

    /// <inheritdoc/>
    public override string ToString() => _name;

    private Pipeline FindOne()
    {
        if (_id is null)
        {
            return PipelineRegistry.Current.Get(_name);
        }

        return PipelineRegistry.Current.All.FirstOrDefault(
                pipeline => pipeline.Manifest.Id == _id && string.Equals(pipeline.Name, _name, StringComparison.OrdinalIgnoreCase))
            ?? throw new PipelineClosedException(_name);
    }
}
