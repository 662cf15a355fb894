using System.Diagnostics;
using System.Globalization;
using EventLogDemo.Engine.Events;
using EventLogDemo.Engine.Kafka;
using EventLogDemo.Engine.Pipelines;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventLogDemo.Bench;

/// <summary>Events per second read from a topic through the engine's log, with the hash of each verified. The peer is <c>kafka-consumer-perf-test.sh</c>.</summary>
internal static class KafkaRead
{
    public static async Task RunAsync(KafkaBenchOptions options)
    {
        await using KafkaLog log = new(options.Connection, options.Log, TimeProvider.System, NullLoggerFactory.Instance);
        await using IEventReader reader = log.OpenReader();
        EventBatch batch = new();
        long events = 0;
        long bytes = 0;
        long wrong = 0;
        using Process self = Process.GetCurrentProcess();
        TimeSpan cpu = self.TotalProcessorTime;
        long allocated = GC.GetTotalAllocatedBytes(precise: true);
        TimeSpan first = TimeSpan.Zero;
        Stopwatch watch = Stopwatch.StartNew();
        for (int partition = 0; partition < log.PartitionCount && events < options.Count; partition++)
        {
            long from = 0;
            while (events < options.Count)
            {
                TimeSpan start = watch.Elapsed;
                long next = await reader.ReadAsync(partition, from, batch, CancellationToken.None);
                // Like the peer, which excludes the time to join its group from its figure.
                first += from == 0 ? watch.Elapsed - start : TimeSpan.Zero;
                if (next == from)
                {
                    break;
                }

                for (int i = 0; i < batch.Count; i++)
                {
                    EventView view = batch[i];
                    wrong += view.Identity.Matches(view.Body) ? 0 : 1;
                }

                events += batch.Count;
                bytes += batch.Bytes;
                from = next;
            }
        }

        watch.Stop();
        self.Refresh();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            read {events:N0} events, {bytes:N0} B in {watch.Elapsed.TotalSeconds:N2} s: {events / watch.Elapsed.TotalSeconds:N0} events/s, {events / (watch.Elapsed - first).TotalSeconds:N0} without the {first.TotalSeconds:N2} s of finding each partition, {wrong:N0} with a wrong hash
            processor {(self.TotalProcessorTime - cpu).TotalMicroseconds / events:N2} µs an event, allocated {(GC.GetTotalAllocatedBytes(precise: true) - allocated) / events:N0} B an event, peak working set {self.PeakWorkingSet64 >> 20} MB
            """));
    }
}
