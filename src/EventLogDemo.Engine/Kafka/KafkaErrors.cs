using System.Globalization;
using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Engine.Kafka;

/// <summary>The topic does not exist.</summary>
public sealed class TopicMissingException(string topic)
    : EngineException($"The topic '{topic}' does not exist and is not created automatically.")
{
    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.NotFound;

    /// <inheritdoc/>
    public override object Target { get; } = topic;
}

/// <summary>The topic is not the one that the pipeline was created with, though it has the same name.</summary>
public sealed class TopicReplacedException(string topic)
    : EngineException($"The topic '{topic}' is not the one that the pipeline was created with: it was deleted and created again.")
{
    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.InvalidData;

    /// <inheritdoc/>
    public override object Target { get; } = topic;
}

/// <summary>The topic has fewer partitions than the pipeline was created with.</summary>
/// <param name="topic">The topic.</param>
/// <param name="expected">Partitions that the pipeline was created with.</param>
/// <param name="found">Partitions that the topic has, or null when unknown.</param>
public sealed class PartitionCountShrunkException(string topic, int expected, int? found)
    : EngineException(
        $"The topic '{topic}' has {(found is { } count ? $"{count} partitions" : "fewer partitions")}; the pipeline was created with {expected}. It was deleted and created again.")
{
    /// <summary>Partitions that the pipeline was created with.</summary>
    public int Expected { get; } = expected;

    /// <summary>Partitions that the topic has, or null when unknown.</summary>
    public int? Found { get; } = found;

    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.InvalidData;

    /// <inheritdoc/>
    public override object Target { get; } = topic;
}

/// <summary>A compression codec that this build or the broker does not support.</summary>
public sealed class UnknownCodecException : EngineException
{
    /// <summary>For a codec that was configured.</summary>
    /// <param name="codec">Its name.</param>
    /// <param name="valid">Names of the supported codecs.</param>
    public UnknownCodecException(string codec, IReadOnlyList<string> valid)
        : base($"There is no compression codec '{codec}'. Codecs: {string.Join(", ", valid)}.") => Target = codec;

    /// <summary>For records of a topic.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="reason">What the client or the broker reported.</param>
    public UnknownCodecException(string topic, string reason)
        : base($"Records of the topic '{topic}' use an unknown compression: {reason.TrimEnd('.')}.") => Target = topic;

    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.InvalidArgument;

    /// <inheritdoc/>
    public override object Target { get; }
}

/// <summary>A record is larger than the broker accepts.</summary>
public sealed class RecordTooLargeException(string topic)
    : EngineException($"A record or a batch of records is too large for the topic '{topic}'.")
{
    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.LimitExceeded;

    /// <inheritdoc/>
    public override object Target { get; } = topic;
}

/// <summary>The broker answered with an error.</summary>
public sealed class BrokerErrorException(string attempted, string code, string reason, Exception? inner = null)
    : EngineException(string.Create(
        CultureInfo.InvariantCulture, $"Cannot {attempted}: kafka answered {code} ({reason.TrimEnd('.')})."), inner)
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
    : EngineException($"The Kafka client has no native library for this machine: {inner.Message}", inner)
{
    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.NotInstalled;

    /// <inheritdoc/>
    public override object Target => ServiceNames.Kafka;
}
