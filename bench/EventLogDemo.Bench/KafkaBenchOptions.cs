using EventLogDemo.Engine.Kafka;
using EventLogDemo.Engine.Net;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Bench;

/// <summary>Options of the Kafka benchmarks; the defaults are the ones given to the peers.</summary>
internal sealed class KafkaBenchOptions(Arguments arguments)
{
    public int Size { get; } = arguments.Number("size", 1024);

    public int Count { get; } = arguments.Number("count", 2_000_000);

    public int Partitions => Log.PartitionCount;

    public bool IsStream { get; } = arguments.Text("through", "appender") == "stream";

    public bool HasLetters { get; } = arguments.Text("payload", "letters") == "letters";

    public KafkaConnection Connection { get; } = new() { BootstrapServers = arguments.Text("bootstrap", "127.0.0.1:9092") };

    public KafkaLogOptions Log { get; } = new()
    {
        Topic = arguments.Text("topic", "eventlogdemo-bench"),
        PartitionCount = arguments.Number("partitions", 4),
        Compression = arguments.Text("compression", "lz4"),
        RequestTimeout = TimeSpan.FromSeconds(10),
    };

    public AppenderOptions Appender { get; } = new()
    {
        BatchBytes = arguments.Number("batch", 1 << 20),
        Linger = TimeSpan.FromMilliseconds(arguments.Number("linger", 5)),
        BufferCount = arguments.Number("buffer", 100_000),
        BufferBytes = (long)arguments.Number("buffer-mb", 64) << 20,
    };
}
