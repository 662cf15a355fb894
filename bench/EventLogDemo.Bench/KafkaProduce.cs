using System.Diagnostics;
using System.Globalization;
using EventLogDemo.Engine.Events;
using EventLogDemo.Engine.Kafka;
using EventLogDemo.Engine.Pipelines;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventLogDemo.Bench;

/// <summary>
/// Events per second through the engine's appender to a broker: bodies prepared, identity and hash made for each event, blocks of
/// a batch per partition as a stream makes them. The peer is <c>kafka-producer-perf-test.sh</c> with the same settings.
/// </summary>
internal static class KafkaProduce
{
    private const int Bodies = 1024;

    public static async Task RunAsync(KafkaBenchOptions options)
    {
        await using KafkaLog log = new(options.Connection, options.Log, TimeProvider.System, NullLoggerFactory.Instance);
        await log.Topic.EnsureAsync(new TopicSettings { PartitionCount = options.Partitions }, CancellationToken.None);
        await RunAsync(options, log, options.Count / 20);
        Result result = await RunAsync(options, log, options.Count);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            produced {result.Acked:N0} of {options.Count:N0} events of {options.Size} B in {result.Seconds:N2} s: {result.Acked / result.Seconds:N0} events/s ({result.Acked / result.Seconds * options.Size / 1048576:N2} MB/s)
            processor {result.CpuMicroseconds:N2} µs an event, allocated {result.AllocatedBytes:N0} B an event, {result.Reports:N0} reports, peak working set {result.PeakBytes >> 20} MB
            """));
    }

    private static async Task<Result> RunAsync(KafkaBenchOptions options, KafkaLog log, int count)
    {
        long acked = 0;
        long reports = 0;
        await using IEventAppender appender = await log.OpenAppenderAsync(
            options.Appender,
            report =>
            {
                reports++;
                acked += report.Outcome == DeliveryOutcome.Acked ? report.Count : 0;
            },
            CancellationToken.None);
        byte[][] bodies = options.HasLetters ? Letters(options.Size) : Lines(options.Size);
        using Process self = Process.GetCurrentProcess();
        TimeSpan cpu = self.TotalProcessorTime;
        long allocated = GC.GetTotalAllocatedBytes(precise: true);
        Stopwatch watch = Stopwatch.StartNew();
        Append(options, appender, bodies, count);
        await appender.FlushAsync(CancellationToken.None);
        watch.Stop();
        self.Refresh();
        return new Result(
            acked,
            watch.Elapsed.TotalSeconds,
            (self.TotalProcessorTime - cpu).TotalMicroseconds / count,
            (GC.GetTotalAllocatedBytes(precise: true) - allocated) / count,
            reports,
            self.PeakWorkingSet64);
    }

    // Capital letters by chance, which hardly compress: what the peer sends.
    private static byte[][] Letters(int size)
    {
        Random random = new(7);
        byte[][] bodies = new byte[Bodies][];
        for (int i = 0; i < Bodies; i++)
        {
            bodies[i] = new byte[size];
            for (int at = 0; at < size; at++)
            {
                bodies[i][at] = (byte)random.Next('A', 'Z' + 1);
            }
        }

        return bodies;
    }

    // What a stream makes.
    private static byte[][] Lines(int size)
    {
        using EventGenerator generator = EventGenerator.Create(new GeneratorOptions { SizeBytes = size, Format = EventFormat.Syslog });
        byte[][] bodies = new byte[Bodies][];
        for (int i = 0; i < Bodies; i++)
        {
            byte[] body = new byte[size];
            generator.Read(1, 0, i, body, out int length);
            bodies[i] = body[..length];
        }

        return bodies;
    }

    private static void Append(KafkaBenchOptions options, IEventAppender appender, byte[][] bodies, int count)
    {
        Guid run = Guid.NewGuid();
        long[] seqs = new long[options.Partitions];
        int partition = 0;
        int block = 0;
        SpinWait wait = default;
        for (int i = 0; i < count; i++)
        {
            byte[] body = bodies[i % Bodies];
            EventIdentity identity = EventIdentity.Create(1, partition, run, seqs[partition]++, i, body);
            while (!appender.TryAppend(in identity, body))
            {
                wait.SpinOnce(sleep1Threshold: 0);
            }

            wait.Reset();
            block += AppenderOptions.CostOf(body.Length);
            if (block >= options.Appender.BatchBytes)
            {
                block = 0;
                partition = (partition + 1) % options.Partitions;
            }
        }
    }

    private sealed record Result(
        long Acked, double Seconds, double CpuMicroseconds, long AllocatedBytes, long Reports, long PeakBytes);
}
