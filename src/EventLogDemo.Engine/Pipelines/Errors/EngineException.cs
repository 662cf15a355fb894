namespace EventLogDemo.Engine.Pipelines;

/// <summary>
/// An error that the engine foresaw. Each kind has a type of its own, whose name without <c>Exception</c> is its stable id,
/// and carries its evidence as properties.
/// </summary>
public abstract class EngineException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Stable id: the type's name without <c>Exception</c>.</summary>
    public string Id => GetType().Name[..^"Exception".Length];

    /// <summary>What the error is about (a name, a path, a service), or null.</summary>
    public virtual object? Target => null;
}
