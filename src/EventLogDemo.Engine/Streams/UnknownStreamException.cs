using EventLogDemo.Engine.Errors;

namespace EventLogDemo.Engine.Streams;

/// <summary>The pipeline has no stream with that number.</summary>
public sealed class UnknownStreamException(int id, IReadOnlyList<int> valid)
    : EngineException(valid.Count == 0
        ? $"There is no stream {id}: the pipeline has no streams."
        : $"There is no stream {id}. Streams: {string.Join(", ", valid)}.")
{
    /// <summary>Numbers of the existing streams.</summary>
    public IReadOnlyList<int> Valid { get; } = valid;

    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.NotFound;

    /// <inheritdoc/>
    public override object Target { get; } = id;
}
