using EventLogDemo.Engine.Errors;

namespace EventLogDemo.PowerShell.Errors;

/// <summary>Watching a pipeline ended before the condition held that it was to end with.</summary>
public sealed class ConditionNotMetException(string pipeline, string end) : EngineException(SR.ConditionNotMetMessage.With(pipeline, end))
{
    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.Timeout;

    /// <inheritdoc/>
    public override object Target { get; } = pipeline;
}
