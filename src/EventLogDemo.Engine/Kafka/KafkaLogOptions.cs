using Confluent.Kafka;

namespace EventLogDemo.Engine.Kafka;

/// <summary>The topic behind a <see cref="KafkaLog"/>, and how it is used.</summary>
internal sealed record KafkaLogOptions
{
    /// <summary>The codecs by name.</summary>
    public static IReadOnlyDictionary<string, CompressionType> Codecs { get; } =
        new Dictionary<string, CompressionType>(StringComparer.OrdinalIgnoreCase)
        {
            ["none"] = CompressionType.None,
            ["gzip"] = CompressionType.Gzip,
            ["snappy"] = CompressionType.Snappy,
            ["lz4"] = CompressionType.Lz4,
            ["zstd"] = CompressionType.Zstd,
        };

    /// <summary>Name of the topic.</summary>
    public required string Topic { get; init; }

    /// <summary>Number of partitions that it must have.</summary>
    public required int PartitionCount { get; init; }

    /// <summary>Consumer group whose committed offsets are the processor's.</summary>
    /// <value>Defaults to <c>eventlogdemo</c>.</value>
    public string Group { get; init; } = "eventlogdemo";

    /// <summary>How long to wait for one answer of the broker.</summary>
    /// <value>Defaults to 2 s.</value>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Codec of the producer's batches.</summary>
    /// <value>Defaults to <c>lz4</c>.</value>
    public string Compression { get; init; } = "lz4";

    /// <summary><see cref="Compression"/> as the client's enumeration.</summary>
    /// <exception cref="UnknownCodecException">There is no such codec.</exception>
    public CompressionType Codec =>
        Codecs.TryGetValue(Compression, out CompressionType codec) ? codec : throw new UnknownCodecException(Compression, [.. Codecs.Keys]);
}
