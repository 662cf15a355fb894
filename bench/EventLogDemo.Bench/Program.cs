using System.Globalization;
using BenchmarkDotNet.Running;
using EventLogDemo.Bench;

// dotnet run -c Release --project bench/EventLogDemo.Bench -- COMMAND [--name value …]
Arguments arguments = new(args);
switch (args.FirstOrDefault())
{
    case "end-to-end":
        await EndToEnd.RunAsync(arguments.Number("size", 1024), arguments.Number("seconds", 60), arguments.Folder);
        return 0;
    case "bounded-memory":
        await BoundedMemory.RunAsync(arguments.Number("size", 100), arguments.Number("count", 10_000_000), arguments.Folder);
        return 0;
    case "kafka-produce":
        await KafkaProduce.RunAsync(new KafkaBenchOptions(arguments));
        return 0;
    case "kafka-read":
        await KafkaRead.RunAsync(new KafkaBenchOptions(arguments));
        return 0;
    case "store-backlog":
        await StoreBacklog.RunAsync(arguments);
        return 0;
    case "micro":
        BenchmarkSwitcher.FromAssembly(typeof(Arguments).Assembly).Run(args[1..]);
        return 0;
    default:
        Console.Error.WriteLine(
            """
            end-to-end      [--size 1024] [--seconds 60] [--folder DIR]       the embedded pipeline against plain SQLite inserts
            bounded-memory  [--size 100] [--count 10000000] [--folder DIR]    working set while a stream runs as fast as it goes
            kafka-produce   [--bootstrap HOST:PORT] [--size 1024] [--count 2000000] [--topic T] [--batch 1048576] [--linger 5]
                            [--buffer 100000] [--buffer-mb 64] [--partitions 4] [--compression lz4] [--payload letters|syslog]
                            [--through appender|stream]    the appender, or a whole stream, to a broker
            kafka-read      [--bootstrap HOST:PORT] [--count 2000000] [--topic T] [--partitions 4]     reading, every hash checked
            store-backlog   [--count 1000000] [--size 1024] [--warm-up 200000] [--batch-rows 160] [--batch-bytes 196608]    Kafka to Cassandra, on Docker
            micro           [BenchmarkDotNet options, such as --filter *]     hash and generators
            """);
        return 2;
}

namespace EventLogDemo.Bench
{
    internal sealed class Arguments(string[] args)
    {
        public int Number(string name, int fallback) =>
            Find(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : fallback;

        public string Text(string name, string fallback) => Find(name) ?? fallback;

        public string Folder => Find("folder") ?? Path.Combine(Path.GetTempPath(), $"eventlogdemo-bench-{Environment.ProcessId}");

        private string? Find(string name)
        {
            int index = Array.IndexOf(args, $"--{name}");
            return index >= 0 && index + 1 < args.Length ? args[index + 1] : null;
        }
    }
}
