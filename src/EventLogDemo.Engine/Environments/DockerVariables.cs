using System.Globalization;
using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Engine.Environments;

/// <summary>The variables that the compose file is evaluated with: those of the pipeline, the given ones, and those of the process.</summary>
internal sealed class DockerVariables(IReadOnlyDictionary<string, string> given)
{
    public const string Topic = "EVENTLOGDEMO_TOPIC";
    public const string Partitions = "EVENTLOGDEMO_PARTITIONS";
    public const string BucketSize = "EVENTLOGDEMO_BUCKET_SIZE";
    public const string Group = "EVENTLOGDEMO_GROUP";
    public const string Keyspace = "EVENTLOGDEMO_KEYSPACE";

    private const string Pipeline = "EVENTLOGDEMO_PIPELINE";
    private const string JobJar = "EVENTLOGDEMO_JOB_JAR";

    private static readonly (string Service, string Variable, int Port)[] PublishedPorts =
    [
        (ServiceNames.Kafka, "EVENTLOGDEMO_KAFKA_PORT", 9092),
        (ServiceNames.Cassandra, "EVENTLOGDEMO_CASSANDRA_PORT", 9042),
        (ServiceNames.Flink, "EVENTLOGDEMO_FLINK_PORT", 8081),
    ];

    private static readonly (string Variable, string Image)[] UsedImages =
    [
        ("KAFKA_IMAGE", "apache/kafka:4.3.1"),
        ("CASSANDRA_IMAGE", "cassandra:5.0.8"),
        ("FLINK_IMAGE", "flink:2.3.0-java17"),
    ];

    /// <summary>Ports of this machine, by the service that uses them.</summary>
    /// <exception cref="OptionRangeException">A variable contains an invalid port.</exception>
    public IReadOnlyDictionary<string, int> Ports => PublishedPorts.ToDictionary(
        entry => entry.Service, entry => PortOf(entry.Variable, entry.Port));

    /// <summary>Images in use.</summary>
    public IReadOnlyList<string> Images => [.. UsedImages.Select(entry => Find(entry.Variable) ?? entry.Image)];

    /// <summary>The variables for the compose file of a pipeline.</summary>
    /// <param name="manifest">The pipeline.</param>
    /// <param name="jar">The job's jar; empty if Compose is to build it, whatever this process's own variable says.</param>
    public IReadOnlyDictionary<string, string> Of(PipelineManifest manifest, string jar) => new Dictionary<string, string>(given)
    {
        [Pipeline] = manifest.Name,
        [Topic] = manifest.Topic,
        [Partitions] = manifest.PartitionCount.ToString(CultureInfo.InvariantCulture),
        [BucketSize] = manifest.BucketSize.ToString(CultureInfo.InvariantCulture),
        [JobJar] = jar,
    };

    private int PortOf(string variable, int usual)
    {
        if (Find(variable) is not { } text)
        {
            return usual;
        }

        long port = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : 0;
        OptionRangeException.ThrowIfOutside(variable, port, 1, ushort.MaxValue);
        return (int)port;
    }

    private string? Find(string variable) =>
        given.TryGetValue(variable, out string? value) ? value
        : Environment.GetEnvironmentVariable(variable) is { Length: > 0 } set ? set
        : null;
}
