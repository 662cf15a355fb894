namespace EventLogDemo.Engine.Errors;

/// <summary>
/// An error that the engine foresaw. Each kind has a type of its own, whose name without <c>Exception</c> is its stable id,
/// and carries its evidence as properties.
/// </summary>
/// <param name="message">What failed and why, in a sentence or two.</param>
/// <param name="evidence">Lines that a service or a program wrote about it.</param>
/// <param name="inner">The cause.</param>
public abstract class EngineException(string message, IReadOnlyList<string> evidence, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>An error without lines of others.</summary>
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

    /// <summary>Lines that a service or a program wrote about it, the oldest first, as they were written.</summary>
    /// <value>Empty where there are none.</value>
    public IReadOnlyList<string> Evidence { get; } = evidence;

    /// <summary>The message, safe for a screen.</summary>
    public string PrintableMessage => PrintableText.Escape(Message);
}
