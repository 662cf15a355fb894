using System.Diagnostics;
using System.Globalization;
using EventLogDemo.Engine.Events;
using EventLogDemo.Engine.Kafka;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Streams;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventLogDemo.Bench;

/// <summary>
/// Events per second to a broker: with prepared bodies, an identity and hash computed for each event, in blocks of a batch per partition.
/// Through the engine's appender alone, or through a whole stream with its ledger, like <c>Start-LogStream -Rate 0</c>. The peer is
/// <c>kafka-producer-perf-test.sh</c> with the same settings.
/// </summary>
internal static class KafkaProduce
{
    private const int Bodies = 1024;

    public static async Task RunAsync(KafkaBenchOptions options)
    {
        await using KafkaLog log = new(options.Connection, options.Log, TimeProvider.System, NullLoggerFactory.Instance);
        TopicFacts topic = await log.Topic.EnsureAsync(new TopicSettings { PartitionCount = options.Partitions }, CancellationToken.None);
        await using Pipeline pipeline = await LogPipeline.OpenAsync(log, topic);
        await MeasureAsync(options, pipeline, options.Count / 20);
        Result result = await MeasureAsync(options, pipeline, options.Count);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            produced {result.Acked:N0} of {options.Count:N0} events of {options.Size} B in {result.Seconds:N2} s: {result.Acked / result.Seconds:N0} events/s ({result.Acked / result.Seconds * options.Size / 1048576:N2} MB/s)
            processor {result.CpuMicroseconds:N2} µs an event, allocated {result.AllocatedBytes:N0} B an event, peak working set {result.PeakBytes >> 20} MB
            """));
    }

    private static Task<Result> MeasureAsync(KafkaBenchOptions options, Pipeline pipeline, int count)
    {
        byte[][] bodies = options.HasLetters ? Letters(options.Size) : Lines(options.Size);
        return options.IsStream
            ? MeasureAsync(count, () => StreamAsync(options, pipeline, bodies, count))
            : AppendAsync(options, pipeline.Ports.Log, bodies, count);
    }

    private static async Task<Result> MeasureAsync(int count, Func<Task<long>> produceAsync)
    {
        using Process self = Process.GetCurrentProcess();
        TimeSpan cpu = self.TotalProcessorTime;
        long allocated = GC.GetTotalAllocatedBytes(precise: true);
        Stopwatch watch = Stopwatch.StartNew();
        long acked = await produceAsync();
        watch.Stop();
        self.Refresh();
        return new Result(
            acked,
            watch.Elapsed.TotalSeconds,
            (self.TotalProcessorTime - cpu).TotalMicroseconds / count,
            (GC.GetTotalAllocatedBytes(precise: true) - allocated) / count,
            self.PeakWorkingSet64);
    }

    private static async Task<long> StreamAsync(KafkaBenchOptions options, Pipeline pipeline, byte[][] bodies, int count)
    {
        LogStream stream = await StreamRoster.Of(pipeline).StartAsync(
            new Prepared(bodies), new LogStreamOptions { Rate = 0, Count = count, Appender = options.Appender }, CancellationToken.None);
        await stream.Completion;
        return stream.Counts.Acked;
    }

    private static async Task<Result> AppendAsync(KafkaBenchOptions options, IEventLog log, byte[][] bodies, int count)
    {
        long acked = 0;
        await using IEventAppender appender = await log.OpenAppenderAsync(
            options.Appender,
            report => acked += report.Outcome == DeliveryOutcome.Acked ? report.Count : 0,
            CancellationToken.None);
        return await MeasureAsync(
            count,
            async () =>
            {
                Append(options, appender, bodies, count);
                await appender.FlushAsync(CancellationToken.None);
                return acked;
            });
    }

    // Random capital letters, which hardly compress, like the peer's.
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

    // What a stream generates.
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

    private sealed record Result(long Acked, double Seconds, double CpuMicroseconds, long AllocatedBytes, long PeakBytes);

    private sealed class Prepared(byte[][] bodies) : IEventSource
    {
        private int _next;

        public string Description => "prepared bodies";

        public int MaxBodyBytes => bodies[0].Length;

        public SourceRead Read(ushort stream, int partition, long seq, Span<byte> body, out int length)
        {
            byte[] next = bodies[_next++ % Bodies];
            next.CopyTo(body);
            length = next.Length;
            return SourceRead.Body;
        }

        public void Dispose()
        {
        }
    }
}
