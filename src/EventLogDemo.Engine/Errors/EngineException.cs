namespace EventLogDemo.Engine.Errors;

/// <summary>
/// An expected error of the engine. Each kind has a type of its own, whose name without <c>Exception</c> is its stable id,
/// and carries its evidence as properties.
/// </summary>
/// <param name="message">What failed and why, in a sentence or two.</param>
/// <param name="evidence">Output of a service or a program about it.</param>
/// <param name="inner">The cause.</param>
public abstract class EngineException(string message, IReadOnlyList<string> evidence, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>Creates an error without such output.</summary>
    protected EngineException(string message, Exception? inner = null)
        : this(message, [], inner)
    {
    }

    /// <summary>Stable id: the type's name without <c>Exception</c>.</summary>
    public string Id => GetType().Name[..^"Exception".Length];

    /// <summary>What kind of error it is.</summary>
    public abstract ErrorKind Kind { get; }

    /// <summary>What the error is about (a name, a path, a service), or null.</summary>
    public virtual object? Target => null;

    /// <summary>Output of a service or a program about it, unchanged, oldest line first.</summary>
    /// <value>Empty when there is none.</value>
    public IReadOnlyList<string> Evidence { get; } = evidence;

    /// <summary>The message, safe for a terminal.</summary>
    public string PrintableMessage => PrintableText.Escape(Message);
}
