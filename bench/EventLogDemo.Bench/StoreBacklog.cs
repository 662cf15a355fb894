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
/// Rows per second from Kafka through Flink to Cassandra, on a Docker pipeline of its own: a backlog is produced while the workers
/// are stopped, and timed from the first row that they then write to the last. Also how long samples of the full pipeline take.
/// </summary>
internal static class StoreBacklog
{
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan SampleInterval = TimeSpan.FromSeconds(1);

    public static async Task RunAsync(Arguments arguments)
    {
        int size = arguments.Number("size", 1024);
        int count = arguments.Number("count", 1_000_000);
        int warmUp = arguments.Number("warm-up", 200_000);
        // Frozen workers keep their JIT-compiled code; stopped ones compile again while they store.
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
        long started = Stopwatch.GetTimestamp();
        Pipeline pipeline = await environment.StartAsync(options, new Progress<string>(), CancellationToken.None);
        await using PipelineCleanup cleanup = new(pipeline, new PipelineEnd { StopsServices = true, DeletesData = true });
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"healthy after {Stopwatch.GetElapsedTime(started).TotalSeconds:N0} s"));
        // Warms up the JIT compilers: the speed after that is what counts.
        FlinkProcessor processor = (FlinkProcessor)pipeline.Ports.Processor;
        await ProduceAsync(pipeline, size, warmUp);
        await StoreAsync(processor, before: 0, warmUp);
        long before = await ReadWrittenAsync(processor);
        IServiceHost services = pipeline.Ports.Services;
        await (isFrozen
            ? services.ActAsync(ServiceNames.FlinkTaskManager, ServiceAction.Suspend, Timeout, CancellationToken.None)
            : services.ActAsync(ServiceNames.FlinkTaskManager, ServiceAction.Stop, Timeout, CancellationToken.None));
        await ProduceAsync(pipeline, size, count);
        await (isFrozen
            ? services.ActAsync(ServiceNames.FlinkTaskManager, ServiceAction.Resume, Timeout, CancellationToken.None)
            : services.ActAsync(ServiceNames.FlinkTaskManager, ServiceAction.Start, Timeout, CancellationToken.None));
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
        long start = Stopwatch.GetTimestamp();
        LogStream stream = await StreamRoster.Of(pipeline).StartAsync(
            source, new LogStreamOptions { Rate = 0, Count = count }, CancellationToken.None);
        await stream.Completion;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"produced {stream.Counts.Acked:N0} in {Stopwatch.GetElapsedTime(start).TotalSeconds:N1} s while the rest ran"));
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

    // The workers' counters restart with their job, which restarts when they were away for long.
    private static async Task<(long Rows, double Seconds)> StoreAsync(FlinkProcessor processor, long before, int count)
    {
        long? first = null;
        long start = 0;
        long started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < Timeout)
        {
            long written = await ReadWrittenAsync(processor);
            before = written < before ? 0 : before;
            // For a moment the coordinator may still report what the previous workers had written.
            if (written > before && (first is null || written < first))
            {
                (first, start) = (written, Stopwatch.GetTimestamp());
            }

            if (written - before >= count)
            {
                return (written - first!.Value, Stopwatch.GetElapsedTime(start).TotalSeconds);
            }

            await Task.Delay(LookAgainAfter, TimeProvider.System);
        }

        throw new TimeoutException($"Not {count} rows within {Timeout}.");
    }

    private static async Task<long> ReadWrittenAsync(FlinkProcessor processor) =>
        (await processor.SinkCountersAsync(CancellationToken.None))?.RowsWritten ?? 0;

    // As a process that attaches to the full pipeline and then samples repeatedly.
    private static async Task SampleAsync(DockerEnvironment environment, PipelineOptions options)
    {
        const int Samples = 20;
        await using Pipeline other = await environment.ConnectAsync(options.Name, options, progress: null, CancellationToken.None);
        long start = Stopwatch.GetTimestamp();
        PipelineMetric sample = await MetricSampler.Of(other).SampleAsync(CancellationToken.None);
        TimeSpan first = Stopwatch.GetElapsedTime(start);
        // The first count of the rows continues from sample to sample.
        while (sample.CassandraCount < 0)
        {
            if (Stopwatch.GetElapsedTime(start) > Timeout)
            {
                throw new TimeoutException($"The rows were not counted within {Timeout}.");
            }

            await Task.Delay(LookAgainAfter / 10, TimeProvider.System);
            sample = await MetricSampler.Of(other).SampleAsync(CancellationToken.None);
        }

        TimeSpan counted = Stopwatch.GetElapsedTime(start);
        List<double> times = [];
        for (int i = 0; i < Samples; i++)
        {
            start = Stopwatch.GetTimestamp();
            sample = await MetricSampler.Of(other).SampleAsync(CancellationToken.None);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
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
