using System.Text.RegularExpressions;
using EventLogDemo.Engine.Errors;

namespace EventLogDemo.Engine.Pipelines;

/// <summary>No pipeline is running.</summary>
public sealed class NoPipelineException() : EngineException("No pipeline is running.")
{
    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.NotFound;
}

/// <summary>Several pipelines are running and none was named.</summary>
public sealed class AmbiguousPipelineException(IReadOnlyList<string> names)
    : EngineException($"Several pipelines are running and none was named: {string.Join(", ", names)}.")
{
    /// <summary>Names of the running pipelines.</summary>
    public IReadOnlyList<string> Names { get; } = names;

    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.InvalidArgument;
}

/// <summary>No running pipeline has that name.</summary>
public sealed class UnknownPipelineException(string name, IReadOnlyList<string> valid)
    : EngineException(valid.Count == 0
        ? $"There is no pipeline '{name}': none is running."
        : $"There is no pipeline '{name}'. Running pipelines: {string.Join(", ", valid)}.")
{
    /// <summary>Names of the running pipelines.</summary>
    public IReadOnlyList<string> Valid { get; } = valid;

    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.NotFound;

    /// <inheritdoc/>
    public override object Target { get; } = name;
}

/// <summary>A pipeline of that name is running already.</summary>
public sealed class PipelineNameInUseException(string name)
    : EngineException($"A pipeline '{name}' is already running.")
{
    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.AlreadyExists;

    /// <inheritdoc/>
    public override object Target { get; } = name;
}

/// <summary>The pipeline has been closed.</summary>
public sealed class PipelineClosedException(string name) : EngineException($"The pipeline '{name}' has been stopped.")
{
    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.InvalidOperation;

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

/// <summary>A name is not valid for a pipeline.</summary>
public sealed partial class PipelineNameException(string name)
    : EngineException(
        $"'{name}' is not a valid pipeline name: it must have 1 to 63 letters, digits, '-', '_' or '.' and start with a letter or digit.")
{
    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.InvalidArgument;

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

/// <summary>A wait for a pipeline ended before its condition was met.</summary>
public sealed class PipelineWaitTimeoutException(string name, string condition, TimeSpan timeout, string last)
    : EngineException($"The pipeline '{name}' was not {condition} within {timeout.TotalSeconds:0.###} s: {last}.")
{
    /// <summary>The condition.</summary>
    public string Condition { get; } = condition;

    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.Timeout;

    /// <inheritdoc/>
    public override object Target { get; } = name;
}
