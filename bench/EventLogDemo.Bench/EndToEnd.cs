using System.Diagnostics;
using System.Globalization;
using EventLogDemo.Engine.Environments;
using EventLogDemo.Engine.Events;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Streams;

namespace EventLogDemo.Bench;

/// <summary>
/// Events per second from the generator to the row in the store, every one acknowledged from disk, against one thread that does
/// nothing but insert the same rows into one SQLite table. The peer runs as long as the pipeline, before it and again after it:
/// a disk and a page cache that accept the first gigabyte at once slow down later, which must affect both.
/// </summary>
internal static class EndToEnd
{
    public static async Task RunAsync(int size, int seconds, string folder)
    {
        double before = PlainInserts.Run(size, seconds, folder);
        Result pipeline = await PipelineAsync(size, seconds, folder);
        double after = PlainInserts.Run(size, seconds, folder);
        double peer = (before + after) / 2;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""

            {size} B events, {Environment.ProcessorCount} processors, {Path.GetFullPath(folder)}
            pipeline, generator to store   {pipeline.Rate,10:N0} events/s over {pipeline.Seconds:N1} s ({pipeline.Events:N0} events), {pipeline.CpuPerEvent:N2} µs of processor an event
            acknowledged by the log        {pipeline.AckedRate,10:N0} events/s
            plain inserts, one thread      {peer,10:N0} rows/s (before {before:N0}, after {after:N0})
            ratio                          {pipeline.Rate / peer,10:N2}
            working set                    {pipeline.WorkingSetFirst >> 20} MB after a quarter, {pipeline.WorkingSetLast >> 20} MB at the end, {pipeline.WorkingSetPeak >> 20} MB at most
            """));
    }

    private static async Task<Result> PipelineAsync(int size, int seconds, string folder)
    {
        EmbeddedEnvironment environment = new(TimeProvider.System);
        Pipeline pipeline = await environment.StartAsync(new PipelineOptions { Path = folder }, null, CancellationToken.None);
        await using PipelineCleanup cleanup = new(pipeline, new PipelineEnd { DeletesData = true });
        using Process self = Process.GetCurrentProcess();
        TimeSpan cpu = self.TotalProcessorTime;
        Stopwatch watch = Stopwatch.StartNew();
        LogStream stream = await StreamRoster.Of(pipeline).StartAsync(
            EventGenerator.Create(new GeneratorOptions { SizeBytes = size, Format = EventFormat.Syslog }),
            new LogStreamOptions { Rate = 0, Duration = TimeSpan.FromSeconds(seconds) },
            CancellationToken.None);
        long first = 0;
        long peak = 0;
        while (!stream.Completion.IsCompleted)
        {
            await Task.WhenAny(stream.Completion, Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System, CancellationToken.None));
            peak = Math.Max(peak, Environment.WorkingSet);
            if (first == 0 && watch.Elapsed.TotalSeconds >= seconds / 4.0)
            {
                first = Environment.WorkingSet;
            }
        }

        double ackedSeconds = watch.Elapsed.TotalSeconds;
        long last = Environment.WorkingSet;
        while ((await pipeline.Ports.Store.GetRowCountsAsync(CancellationToken.None)).Sum() < stream.Counts.Acked)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, CancellationToken.None);
        }

        self.Refresh();
        long events = stream.Counts.Acked;
        return new Result(
            events,
            watch.Elapsed.TotalSeconds,
            events / ackedSeconds,
            (self.TotalProcessorTime - cpu).TotalMicroseconds / events,
            first,
            last,
            peak);
    }

    private sealed record Result(
        long Events, double Seconds, double AckedRate, double CpuPerEvent, long WorkingSetFirst, long WorkingSetLast, long WorkingSetPeak)
    {
        public double Rate => Events / Seconds;
    }
}
