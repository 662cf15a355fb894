using System.Globalization;
using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Engine.Kafka;

/// <summary>The topic does not exist.</summary>
public sealed class TopicMissingException(string topic)
    : EngineException($"The topic '{topic}' does not exist, and nobody creates it by itself.")
{
    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.NotFound;

    /// <inheritdoc/>
    public override object Target { get; } = topic;
}

/// <summary>The topic is another one of the same name than the pipeline was made with.</summary>
public sealed class TopicReplacedException(string topic)
    : EngineException($"The topic '{topic}' is not the one that the pipeline was made with: somebody has deleted it and made it anew.")
{
    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.InvalidData;

    /// <inheritdoc/>
    public override object Target { get; } = topic;
}

/// <summary>The topic has fewer partitions than the pipeline was made with.</summary>
/// <param name="topic">The topic.</param>
/// <param name="expected">Partitions that the pipeline was made with.</param>
/// <param name="found">Partitions that the topic has, where that is known.</param>
public sealed class PartitionCountShrunkException(string topic, int expected, int? found)
    : EngineException(
        $"The topic '{topic}' has {(found is { } count ? $"{count} partitions" : "fewer partitions")}; the pipeline was made with {expected}. Somebody has deleted it and made it anew.")
{
    /// <summary>Partitions that the pipeline was made with.</summary>
    public int Expected { get; } = expected;

    /// <summary>Partitions that the topic has, where that is known.</summary>
    public int? Found { get; } = found;

    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.InvalidData;

    /// <inheritdoc/>
    public override object Target { get; } = topic;
}

/// <summary>A compression codec that this build, or the broker, does not know.</summary>
public sealed class UnknownCodecException : EngineException
{
    /// <summary>For a codec that was asked for by name.</summary>
    /// <param name="codec">What was asked for.</param>
    /// <param name="valid">The names there are.</param>
    public UnknownCodecException(string codec, IReadOnlyList<string> valid)
        : base($"There is no compression codec '{codec}'. The codecs are: {string.Join(", ", valid)}.") => Target = codec;

    /// <summary>For records of a topic.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="finding">What the client or the broker said.</param>
    public UnknownCodecException(string topic, string finding)
        : base($"Records of the topic '{topic}' are compressed in a way that is not known here: {finding.TrimEnd('.')}.") => Target = topic;

    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.InvalidArgument;

    /// <inheritdoc/>
    public override object Target { get; }
}

/// <summary>The broker takes no record of that size.</summary>
public sealed class RecordTooLargeException(string topic)
    : EngineException($"The broker takes no record, or batch of records, of that size for the topic '{topic}'.")
{
    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.LimitExceeded;

    /// <inheritdoc/>
    public override object Target { get; } = topic;
}

/// <summary>The broker answered with an error of its own.</summary>
public sealed class BrokerErrorException(string attempted, string code, string reason, Exception? inner = null)
    : EngineException(string.Create(
        CultureInfo.InvariantCulture, $"The service 'kafka' answered {code} to {attempted}: {reason.TrimEnd('.')}."), inner)
{
    /// <summary>Name of the error in Kafka's protocol.</summary>
    public string Code { get; } = code;

    /// <summary>What was tried.</summary>
    public string Attempted { get; } = attempted;

    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.UnexpectedResponse;

    /// <inheritdoc/>
    public override object Target => ServiceNames.Kafka;
}

/// <summary>There is no Kafka client for this operating system and processor.</summary>
public sealed class KafkaUnavailableException(Exception inner)
    : EngineException($"The Kafka client has no library for this machine: {inner.Message}", inner)
{
    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.NotInstalled;

    /// <inheritdoc/>
    public override object Target => ServiceNames.Kafka;
}
