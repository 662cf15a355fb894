using EventLogDemo.Engine.Errors;

namespace EventLogDemo.Engine.Queries;

/// <summary>The pattern is not a regular expression, or matching takes too long.</summary>
public sealed class MatchPatternException(string pattern, string finding, Exception inner)
    : EngineException($"'{pattern}' is not a valid regular expression: {finding}", inner)
{
    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.InvalidArgument;

    /// <inheritdoc/>
    public override object Target { get; } = pattern;
}
