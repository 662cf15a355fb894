using System.Collections.Concurrent;
using System.Text;
using EventLogDemo.Engine.Cassandra;
using EventLogDemo.Engine.Events;

namespace EventLogDemo.Engine.Tests.Cassandra;

/// <summary>A store in memory that answers by buckets and notes what it was asked.</summary>
internal sealed class FakeBuckets(int bucketSize) : IStoreSession
{
    private readonly ConcurrentDictionary<(int Partition, long Offset), string> _rows = [];

    public ConcurrentQueue<string> Asked { get; } = [];

    /// <summary>What every question fails with.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Called before each answer.</summary>
    public Action<BucketKey>? OnQuestion { get; set; }

    public Guid Table { get; set; } = Guid.NewGuid();

    public int PageRows { get; set; } = 100;

    public void Write(int partition, long offset, string? body = null) =>
        _rows[(partition, offset)] = body ?? $"event {offset}";

    public void Write(int partition, long from, long to)
    {
        for (long offset = from; offset < to; offset++)
        {
            Write(partition, offset);
        }
    }

    public ValueTask<long> CountAsync(BucketKey key, long from, long to, CancellationToken cancellationToken) =>
        Answer($"count {key.Partition}/{key.Bucket} {from}..{to}", key, () => (long)Rows(key, from, to).Count());

    public ValueTask<IReadOnlyList<long>> ListAsync(BucketKey key, long from, long to, CancellationToken cancellationToken) =>
        Answer<IReadOnlyList<long>>($"list {key.Partition}/{key.Bucket} {from}..{to}", key, () => [.. Rows(key, from, to)]);

    public ValueTask<IReadOnlyList<long>> FindAsync(
        BucketKey key, IReadOnlyList<long> offsets, CancellationToken cancellationToken) =>
        Answer<IReadOnlyList<long>>(
            $"find {key.Partition}/{key.Bucket} {string.Join(',', offsets)}",
            key,
            () => [.. offsets.Where(offset => _rows.ContainsKey((key.Partition, offset)))]);

    public ValueTask<bool> AnyAsync(BucketKey key, CancellationToken cancellationToken) =>
        Answer($"any {key.Partition}/{key.Bucket}", key, () => Rows(key, 0, long.MaxValue).Any());

    public ValueTask<RowPage> ReadAsync(BucketKey key, long from, EventBatch batch, CancellationToken cancellationToken) =>
        Answer($"read {key.Partition}/{key.Bucket} {from}..", key, () =>
        {
            List<long> page = [.. Rows(key, from, long.MaxValue).Take(PageRows)];
            long next = from;
            foreach (long offset in page)
            {
                if (batch.IsFull)
                {
                    return new RowPage(next, false);
                }

                batch.Add(offset, EventIdentity.None, 1, Encoding.UTF8.GetBytes(_rows[(key.Partition, offset)]));
                next = offset + 1;
            }

            return new RowPage(next, page.Count < PageRows);
        });

    public ValueTask<Guid> FindTableAsync(CancellationToken cancellationToken) => Answer("table", default, () => Table);

    public ValueTask ProbeAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private IEnumerable<long> Rows(BucketKey key, long from, long to) => _rows.Keys
        .Where(row => row.Partition == key.Partition && row.Offset / bucketSize == key.Bucket && row.Offset >= from && row.Offset < to)
        .Select(row => row.Offset).Order();

    private ValueTask<T> Answer<T>(string question, BucketKey key, Func<T> answer)
    {
        Asked.Enqueue(question);
        OnQuestion?.Invoke(key);
        return Failure is { } failure ? ValueTask.FromException<T>(failure) : ValueTask.FromResult(answer());
    }
}
