namespace EventLogDemo.Engine.Errors;

/// <summary>
/// An error that the engine foresaw. Each kind has a type of its own, whose name without <c>Exception</c> is its stable id,
/// and carries its evidence as properties.
/// </summary>
/// <param name="summary">What happened.</param>
/// <param name="lines">Lines that somebody else wrote about it, to follow the summary each in a line of its own.</param>
/// <param name="inner">The cause.</param>
public abstract class EngineException(string summary, IReadOnlyList<string> lines, Exception? inner = null)
    : Exception(Join(summary, lines), inner)
{
    /// <summary>An error that one sentence or two tell.</summary>
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

    /// <summary>The message, safe for a screen: it has line breaks between its lines, and none that came with a text in it.</summary>
    public string PrintableMessage => Join(PrintableText.Escape(summary), [.. lines.Select(line => PrintableText.Escape(line))]);

    private static string Join(string summary, IReadOnlyList<string> lines) => string.Join("\n  ", [summary, .. lines]);
}
