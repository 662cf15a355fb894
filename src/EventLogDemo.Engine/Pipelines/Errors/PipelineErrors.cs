using System.Text.RegularExpressions;

namespace EventLogDemo.Engine.Pipelines;

/// <summary>No pipeline is running.</summary>
public sealed class NoPipelineException() : EngineException("No pipeline is running: start one with Start-Pipeline.");

/// <summary>Several pipelines are running and none was named.</summary>
public sealed class AmbiguousPipelineException(IReadOnlyList<string> names)
    : EngineException($"Several pipelines are running, name one with -Pipeline: {string.Join(", ", names)}.")
{
    /// <summary>Names of the running pipelines.</summary>
    public IReadOnlyList<string> Names { get; } = names;
}

/// <summary>No running pipeline has that name.</summary>
public sealed class UnknownPipelineException(string name, IReadOnlyList<string> valid)
    : EngineException(valid.Count == 0
        ? $"There is no pipeline '{name}', and none is running: start one with Start-Pipeline."
        : $"There is no pipeline '{name}'. Running: {string.Join(", ", valid)}.")
{
    /// <summary>Names of the running pipelines.</summary>
    public IReadOnlyList<string> Valid { get; } = valid;

    /// <inheritdoc/>
    public override object Target { get; } = name;
}

/// <summary>A pipeline of that name is running already.</summary>
public sealed class PipelineNameInUseException(string name)
    : EngineException($"A pipeline '{name}' is running already: stop it with Stop-Pipeline, or choose another -Name.")
{
    /// <inheritdoc/>
    public override object Target { get; } = name;
}

/// <summary>The pipeline has been closed.</summary>
public sealed class PipelineClosedException(string name) : EngineException($"The pipeline '{name}' has been stopped.")
{
    /// <inheritdoc/>
    public override object Target { get; } = name;

    internal static void ThrowIf(bool closed, string name)
    {
        if (closed)
        {
            throw new PipelineClosedException(name);
        }
    }
}

/// <summary>Not a name that a pipeline can have.</summary>
public sealed partial class PipelineNameException(string name)
    : EngineException(
        $"'{name}' is no name for a pipeline: 1 to 63 letters, digits, '-', '_' or '.', beginning with a letter or digit.")
{
    /// <inheritdoc/>
    public override object Target { get; } = name;

    internal static void ThrowIfInvalid(string name)
    {
        if (!ValidName().IsMatch(name))
        {
            throw new PipelineNameException(name);
        }
    }

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,62}\z")]
    private static partial Regex ValidName();
}

/// <summary>A wait for a pipeline ended without what was waited for.</summary>
public sealed class PipelineWaitTimeoutException(string name, string condition, TimeSpan timeout, string last)
    : EngineException($"The pipeline '{name}' was not {condition} within {timeout.TotalSeconds:0.###} s: {last}.")
{
    /// <summary>What was waited for.</summary>
    public string Condition { get; } = condition;

    /// <inheritdoc/>
    public override object Target { get; } = name;
}
