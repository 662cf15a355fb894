using System.Globalization;
using EventLogDemo.Engine.Errors;

namespace EventLogDemo.Engine.Flink;

/// <summary>Flink's REST API returned an unexpected response.</summary>
/// <param name="status">HTTP status, or null when the response was not valid HTTP.</param>
/// <param name="path">Requested path.</param>
/// <param name="reason">What the response says, or what is wrong with it.</param>
/// <param name="inner">The library's error.</param>
public sealed class FlinkRestException(int? status, string path, string reason, Exception? inner = null)
    : EngineException(
        string.Create(CultureInfo.InvariantCulture, $"Flink's REST API returned {Describe(status)} for {path}: {reason.TrimEnd('.')}."),
        inner)
{
    /// <summary>HTTP status.</summary>
    public int? Status { get; } = status;

    /// <summary>Requested path.</summary>
    public string Path { get; } = path;

    /// <summary>What the response says, or what is wrong with it.</summary>
    public string Reason { get; } = reason;

    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.UnexpectedResponse;

    /// <inheritdoc/>
    public override object Target => Path;

    private static string Describe(int? status) => status is { } code ? $"status {code}" : "an invalid HTTP response";
}

/// <summary>Flink runs no job that belongs to the pipeline.</summary>
public sealed class JobNotFoundException(string job, IReadOnlyList<string> found)
    : EngineException(found.Count == 0
        ? $"The job '{job}' was not found: Flink runs no job."
        : $"The job '{job}' was not found. Flink runs: {string.Join(", ", found)}.")
{
    /// <summary>Names of the jobs that exist.</summary>
    public IReadOnlyList<string> Found { get; } = found;

    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.NotFound;

    /// <inheritdoc/>
    public override object Target { get; } = job;
}

/// <summary>A checkpoint did not complete.</summary>
public sealed class CheckpointFailedException(string job, string reason)
    : EngineException($"The checkpoint of the job '{job}' did not complete: {reason.TrimEnd('.')}.")
{
    /// <summary>The reason that Flink gave.</summary>
    public string Reason { get; } = reason;

    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.Aborted;

    /// <inheritdoc/>
    public override object Target { get; } = job;
}

/// <summary>The processor can be observed but not controlled.</summary>
public sealed class ProcessorNotControllableException(string job, string attempted)
    : EngineException($"Cannot {attempted}: the job '{job}' cannot be controlled from here.")
{
    /// <summary>What was tried.</summary>
    public string Attempted { get; } = attempted;

    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.NotSupported;

    /// <inheritdoc/>
    public override object Target { get; } = job;
}
