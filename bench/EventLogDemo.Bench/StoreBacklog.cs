using System.Diagnostics;
using System.Globalization;
using EventLogDemo.Engine.Environments;
using EventLogDemo.Engine.Events;
using EventLogDemo.Engine.Flink;
using EventLogDemo.Engine.Metrics;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Streams;

namespace EventLogDemo.Bench;

/// <summary>
/// Rows per second from Kafka through Flink into Cassandra, on a pipeline on Docker of its own: a backlog is produced while the workers
/// are stopped, and timed from the first row that they then write to the last. Also how long samples of the full pipeline take.
/// </summary>
internal static class StoreBacklog
{
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan SampleInterval = TimeSpan.FromSeconds(1);

    public static async Task RunAsync(Arguments arguments)
    {
        int size = arguments.Number("size", 1024);
        int count = arguments.Number("count", 1_000_000);
        int warmUp = arguments.Number("warm-up", 200_000);
        // Workers that were frozen have compiled themselves; those that were stopped do so while they store.
        bool isFrozen = arguments.Text("hold", "stop") == "freeze";
        string root = FindRoot();
        DockerEnvironment environment = new(
            new DockerOptions
            {
                ComposeFile = Path.Combine(root, "compose", "compose.yaml"),
                JobJars = [Path.Combine(root, "flink-job", "target", "event-store-job.jar")],
                Variables = new Dictionary<string, string>
                {
                    ["EVENTLOGDEMO_BATCH_ROWS"] = arguments.Text("batch-rows", "160"),
                    ["EVENTLOGDEMO_BATCH_BYTES"] = arguments.Text("batch-bytes", "196608"),
                },
            },
            TimeProvider.System);
        PipelineOptions options = new() { Name = $"bench-{Environment.ProcessId}", RefreshInterval = TimeSpan.FromHours(1) };
        long asked = Stopwatch.GetTimestamp();
        Pipeline pipeline = await environment.StartAsync(options, new Progress<string>(), CancellationToken.None);
        await using PipelineCleanup cleanup = new(pipeline, new PipelineEnd { StopsServices = true, DeletesData = true });
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"healthy after {Stopwatch.GetElapsedTime(asked).TotalSeconds:N0} s"));
        // The programs compile themselves while they work: what counts is how fast they are then.
        FlinkProcessor processor = (FlinkProcessor)pipeline.Ports.Processor;
        await ProduceAsync(pipeline, size, warmUp);
        await StoreAsync(processor, before: 0, warmUp);
        long before = await ReadWrittenAsync(processor);
        IServiceHost services = pipeline.Ports.Services;
        await (isFrozen
            ? services.ActAsync(ServiceNames.FlinkTaskManager, ServiceAction.Suspend, Longest, CancellationToken.None)
            : services.ActAsync(ServiceNames.FlinkTaskManager, ServiceAction.Stop, Longest, CancellationToken.None));
        await ProduceAsync(pipeline, size, count);
        await (isFrozen
            ? services.ActAsync(ServiceNames.FlinkTaskManager, ServiceAction.Resume, Longest, CancellationToken.None)
            : services.ActAsync(ServiceNames.FlinkTaskManager, ServiceAction.Start, Longest, CancellationToken.None));
        using CancellationTokenSource stored = new();
        Task<(int Samples, int NotKnown)> watching = WatchAsync(pipeline, stored.Token);
        (long rows, double seconds) = await StoreAsync(processor, before, count);
        await stored.CancelAsync();
        (int samples, int notKnown) = await watching;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"while they were stored, CassandraCount was not known in {notKnown} of {samples} samples"));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"stored {rows:N0} rows of {size} B in {seconds:N1} s: {rows / seconds:N0} rows/s"));
        foreach (ServiceStatus service in (await MetricSampler.Of(pipeline).SampleAsync(CancellationToken.None)).Services)
        {
            Console.WriteLine($"{service.Name}: {service.State}, restarts {service.RestartCount}");
        }

        await SampleAsync(environment, options);
    }

    private static async Task ProduceAsync(Pipeline pipeline, int size, int count)
    {
        EventGenerator source = EventGenerator.Create(new GeneratorOptions { SizeBytes = size, Format = EventFormat.Syslog });
        long begun = Stopwatch.GetTimestamp();
        LogStream stream = await StreamRoster.Of(pipeline).StartAsync(
            source, new LogStreamOptions { Rate = 0, Count = count }, CancellationToken.None);
        await stream.Completion;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"produced {stream.Counts.Acked:N0} in {Stopwatch.GetElapsedTime(begun).TotalSeconds:N1} s while the rest ran"));
    }

    // As someone who watches the rows grow; at most 1 sample in 20 may have no count.
    private static async Task<(int Samples, int NotKnown)> WatchAsync(Pipeline pipeline, CancellationToken cancellationToken)
    {
        (int samples, int notKnown) = (0, 0);
        try
        {
            await foreach (PipelineMetric sample in MetricSampler.Of(pipeline).WatchAsync(SampleInterval, cancellationToken))
            {
                samples++;
                notKnown += sample.CassandraCount == PipelineMetric.NotKnown ? 1 : 0;
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // All is stored.
        }

        return (samples, notKnown);
    }

    // The workers' counters begin anew with their job, as it does when they were away for long.
    private static async Task<(long Rows, double Seconds)> StoreAsync(FlinkProcessor processor, long before, int count)
    {
        long? first = null;
        long begun = 0;
        long asked = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(asked) < Longest)
        {
            long written = await ReadWrittenAsync(processor);
            before = written < before ? 0 : before;
            // For a moment the coordinator may still tell what the workers of before had written.
            if (written > before && (first is null || written < first))
            {
                (first, begun) = (written, Stopwatch.GetTimestamp());
            }

            if (written - before >= count)
            {
                return (written - first!.Value, Stopwatch.GetElapsedTime(begun).TotalSeconds);
            }

            await Task.Delay(LookAgainAfter, TimeProvider.System);
        }

        throw new TimeoutException($"Not {count} rows within {Longest}.");
    }

    private static async Task<long> ReadWrittenAsync(FlinkProcessor processor) =>
        (await processor.SinkCountersAsync(CancellationToken.None))?.RowsWritten ?? 0;

    // As a process that attaches to the full pipeline, and then asks again and again.
    private static async Task SampleAsync(DockerEnvironment environment, PipelineOptions options)
    {
        const int Samples = 20;
        await using Pipeline other = await environment.ConnectAsync(options.Name, options, progress: null, CancellationToken.None);
        long begun = Stopwatch.GetTimestamp();
        PipelineMetric sample = await MetricSampler.Of(other).SampleAsync(CancellationToken.None);
        TimeSpan first = Stopwatch.GetElapsedTime(begun);
        // The first count of what is stored goes on from sample to sample.
        while (sample.CassandraCount < 0)
        {
            if (Stopwatch.GetElapsedTime(begun) > Longest)
            {
                throw new TimeoutException($"The rows were not counted within {Longest}.");
            }

            await Task.Delay(LookAgainAfter / 10, TimeProvider.System);
            sample = await MetricSampler.Of(other).SampleAsync(CancellationToken.None);
        }

        TimeSpan counted = Stopwatch.GetElapsedTime(begun);
        List<double> times = [];
        for (int i = 0; i < Samples; i++)
        {
            begun = Stopwatch.GetTimestamp();
            sample = await MetricSampler.Of(other).SampleAsync(CancellationToken.None);
            times.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        }

        times.Sort();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"first sample {first.TotalMilliseconds:N0} ms, all rows counted after {counted.TotalSeconds:N1} s, then {times[Samples / 2]:N0} ms (median), {times[^1]:N0} ms (longest): kafka {sample.KafkaCount:N0}, cassandra {sample.CassandraCount:N0}"));
    }

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "EventLogDemo.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The benchmarks do not lie in the repository.");
    }
}
