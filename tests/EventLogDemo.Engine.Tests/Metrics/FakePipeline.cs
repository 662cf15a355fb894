using System.Collections.Concurrent;
using EventLogDemo.Engine.Metrics;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Stepping;
using EventLogDemo.Engine.Streams;
using EventLogDemo.Engine.Tests.Conformance;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace EventLogDemo.Engine.Tests.Metrics;

/// <summary>A pipeline of fake ports on a clock that stands still until it is advanced.</summary>
internal sealed class FakePipeline : IAsyncDisposable
{
    private InputStream? _input;

    public FakePipeline(int partitions = 2, long origin = 0, TimeSpan? refreshInterval = null)
    {
        Log = new FakeLog(partitions);
        Store = new FakeStore(partitions) { Origin = origin };
        Array.Fill(Log.Ends, origin);
        Array.Fill(Log.Committed, origin);
        string folder = Directory.CreateTempSubdirectory("eventlogdemo-").FullName;
        PipelineManifest manifest = new()
        {
            FormatVersion = PipelineManifest.CurrentFormatVersion,
            Id = Guid.NewGuid(),
            Name = "fake",
            Environment = "Fake",
            CreatedAt = Time.GetUtcNow(),
            Topic = "fake",
            TopicId = Guid.NewGuid(),
            PartitionCount = partitions,
            OriginOffsets = [.. Enumerable.Repeat(origin, partitions)],
            BucketSize = 10_000,
            Table = "event",
            KeepsData = false,
        };
        Pipeline = new Pipeline(
            manifest,
            new PipelineOptions { Name = "fake", RefreshInterval = refreshInterval ?? TimeSpan.FromHours(1) },
            folder,
            new PipelinePorts(Log, Processor, Store, Services),
            new StepClock(Time),
            Logs,
            new FakeParts(folder));
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public FakeLog Log { get; }

    public FakeStore Store { get; }

    public FakeProcessor Processor { get; } = new();

    public FakeServices Services { get; } = new();

    public LogCapture Logs { get; } = new();

    public Pipeline Pipeline { get; }

    public long NowMicroseconds => Pipeline.Clock.Now().UtcMicroseconds;

    /// <summary>The sampler, after its first background sample, so that none is under way.</summary>
    public async Task<MetricSampler> SamplerAsync()
    {
        MetricSampler sampler = MetricSampler.Of(Pipeline);
        await PipelineFixture.UntilAsync(() => sampler.History.Count > 0, "the first sample in the background");
        return sampler;
    }

    /// <summary>Sends events; they stay in the buffer until <see cref="FakeAppender.Settle"/>.</summary>
    public async Task SendAsync(int count)
    {
        _input ??= await StreamRoster.Of(Pipeline).OpenSharedInputAsync(TestContext.Current.CancellationToken);
        for (; count > 0; count--)
        {
            Assert.True(_input.TrySend("x"u8));
        }
    }

    /// <summary>Puts rows into the store that took so long to get there.</summary>
    public void AddRows(int partition, params IEnumerable<TimeSpan> latencies) => Store.Rows[partition].AddRange(
        latencies.Select(latency => (NowMicroseconds - (long)latency.TotalMicroseconds, NowMicroseconds, true)));

    /// <summary>Lets time pass, a tenth of a second at a time, until a task has ended.</summary>
    public async Task PassUntilAsync(Task task)
    {
        await PipelineFixture.UntilAsync(
            () =>
            {
                Time.Advance(TimeSpan.FromMilliseconds(100));
                return task.IsCompleted;
            },
            "the end of a wait");
    }

    public ValueTask DisposeAsync() => Pipeline.DisposeAsync();

}

/// <summary>Nothing to close; the data is a folder.</summary>
internal sealed class FakeParts(string folder) : IPipelineParts
{
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public ValueTask ReleaseAsync(PipelineEnd end)
    {
        if (end.DeletesData)
        {
            Directory.Delete(folder, recursive: true);
        }

        return ValueTask.CompletedTask;
    }
}

/// <summary>Keeps what is logged.</summary>
internal sealed class LogCapture : ILoggerFactory, ILogger
{
    public ConcurrentQueue<(LogLevel Level, Exception? Failure)> Entries { get; } = [];

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Entries.Enqueue((logLevel, exception));

    public void Dispose()
    {
    }
}
