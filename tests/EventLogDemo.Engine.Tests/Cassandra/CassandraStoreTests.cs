using System.Text;
using EventLogDemo.Engine.Cassandra;
using EventLogDemo.Engine.Events;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Stepping;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventLogDemo.Engine.Tests.Cassandra;

public sealed class CassandraStoreTests : IDisposable
{
    private const int BucketSize = 100;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eventlogdemo-store-");
    private readonly FakeBuckets _rows = new(BucketSize);
    private readonly PipelineManifest _manifest = Manifests.Make(BucketSize, 0, 0);
    private long[] _ends = [0, 0];
    private Exception? _endsFailure;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Reading_goes_over_bucket_boundaries_gaps_and_empty_buckets_in_order()
    {
        await using CassandraStore store = Open();
        await using IEventReader reader = store.OpenReader();
        _rows.Write(0, 95, 105);
        _rows.Write(0, 4321);
        _ends = [5000, 0];
        EventBatch batch = new();

        Assert.Equal(4322, await reader.ReadAsync(0, 0, batch, Token));
        Assert.Equal([95, 96, 97, 98, 99, 100, 101, 102, 103, 104, 4321], Offsets(batch));
        Assert.Equal("event 4321", Encoding.UTF8.GetString(batch[10].Body));
        Assert.Equal(1, batch[10].StoredAtMicroseconds);

        Assert.Equal(4322, await reader.ReadAsync(0, 4322, batch, Token));
        Assert.Equal(0, batch.Count);
    }

    [Fact]
    public async Task Reading_stops_at_a_full_batch_and_goes_on_from_there()
    {
        await using CassandraStore store = Open();
        await using IEventReader reader = store.OpenReader();
        _rows.Write(0, 0, 250);
        _ends = [250, 0];
        EventBatch batch = new(maxCount: 30);
        List<long> all = [];
        long next = 0;
        do
        {
            next = await reader.ReadAsync(0, next, batch, Token);
            all.AddRange(Offsets(batch));
        }
        while (batch.Count > 0);

        Assert.Equal(Enumerable.Range(0, 250).Select(i => (long)i), all);
    }

    [Fact]
    public async Task Nothing_to_read_gives_the_offset_back()
    {
        await using CassandraStore store = Open();
        await using IEventReader reader = store.OpenReader();
        EventBatch batch = new();
        Assert.Equal(7, await reader.ReadAsync(1, 7, batch, Token));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await reader.ReadAsync(2, 0, batch, Token));
    }

    [Fact]
    public async Task While_the_log_is_down_rows_are_counted_and_read()
    {
        await using CassandraStore store = Open();
        await using IEventReader reader = store.OpenReader();
        _rows.Write(0, 0, 130);
        _rows.Write(1, 0, 10);
        _endsFailure = new ServiceUnavailableException("kafka", null, "read the end offsets");
        EventBatch batch = new();

        Assert.Equal([130, 10], await store.GetRowCountsAsync(Token));
        Assert.Equal(130, await reader.ReadAsync(0, 0, batch, Token));
        Assert.Equal(130, batch.Count);
    }

    [Fact]
    public async Task Closed_buckets_are_remembered_by_the_next_process()
    {
        _rows.Write(0, 0, 1000);
        _ends = [1000, 0];
        await using (CassandraStore first = Open())
        {
            Assert.Equal([1000, 0], await first.GetRowCountsAsync(Token));
        }

        _rows.Asked.Clear();
        await using CassandraStore second = Open();
        Assert.Equal([1000, 0], await second.GetRowCountsAsync(Token));
        Assert.Equal(["table"], _rows.Asked);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_remembered_of_another_table_or_is_damaged_is_counted_anew(bool isDamaged)
    {
        _rows.Write(0, 0, 300);
        _ends = [300, 0];
        await using (CassandraStore first = Open())
        {
            await first.GetRowCountsAsync(Token);
        }

        if (isDamaged)
        {
            await File.WriteAllTextAsync(ClosedFile, "{\"Table\":", Token);
        }

        _rows.Table = isDamaged ? _rows.Table : Guid.NewGuid();
        _rows.Asked.Clear();
        await using CassandraStore second = Open();
        Assert.Equal([300, 0], await second.GetRowCountsAsync(Token));
        Assert.Equal(4, _rows.Asked.Count);
    }

    [Fact]
    public async Task An_error_of_the_node_reaches_the_caller_and_the_next_question_works()
    {
        await using CassandraStore store = Open();
        _rows.Write(0, 0, 5);
        _ends = [5, 0];
        _rows.Failure = new ServiceTimeoutException("cassandra", Timeout, "count the rows");
        await Assert.ThrowsAsync<ServiceTimeoutException>(async () => await store.GetRowCountsAsync(Token));
        _rows.Failure = null;
        Assert.Equal([5, 0], await store.GetRowCountsAsync(Token));
    }

    private string ClosedFile => Path.Combine(_folder.FullName, CassandraStores.ClosedBucketsFile);

    private CassandraStore Open() => new(
        _rows,
        _manifest,
        _ => _endsFailure is { } failure
            ? ValueTask.FromException<IReadOnlyList<long>>(failure)
            : ValueTask.FromResult<IReadOnlyList<long>>(_ends),
        new ClosedBuckets(ClosedFile, _manifest, NullLogger.Instance),
        new StepClock(TimeProvider.System),
        Timeout);

    private static List<long> Offsets(EventBatch batch)
    {
        List<long> offsets = [];
        for (int i = 0; i < batch.Count; i++)
        {
            offsets.Add(batch[i].Offset);
        }

        return offsets;
    }
}
