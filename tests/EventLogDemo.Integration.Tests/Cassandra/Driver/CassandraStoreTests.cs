using System.Text;
using Cassandra;
using EventLogDemo.Engine.Cassandra;
using EventLogDemo.Engine.Events;
using EventLogDemo.Engine.Net;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Integration.Tests.Cassandra.Driver;

public sealed class CassandraStoreTests(CassandraNode node) : IClassFixture<CassandraNode>
{
    // Beside the request timeout: what the calls around it take on a busy machine.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(15);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_count_is_exact_while_rows_are_written()
    {
        await using StoredRows rows = await OpenAsync();
        await using ICassandraStore store = rows.OpenStore();
        long begun = 0;
        long written = 0;
        TaskCompletionSource counted = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task writing = Task.Run(
            async () =>
            {
                for (long offset = 0; offset < 6000; offset += 40)
                {
                    if (offset == 3000)
                    {
                        await counted.Task.WaitAsync(Token);
                    }

                    Volatile.Write(ref rows.Ends[0], offset + 40);
                    Interlocked.Add(ref begun, 40);
                    await rows.WriteAsync(0, Enumerable.Range(0, 40).Select(i => offset + i).Where(o => o / 1000 == offset / 1000));
                    await rows.WriteAsync(0, Enumerable.Range(0, 40).Select(i => offset + i).Where(o => o / 1000 == (offset + 39) / 1000));
                    Interlocked.Add(ref written, 40);
                }
            },
            Token);
        do
        {
            long atLeast = Interlocked.Read(ref written);
            long count = (await store.GetRowCountsAsync(Token))[0];
            Assert.InRange(count, atLeast, Interlocked.Read(ref begun));
            counted.TrySetResult();
        }
        while (!writing.IsCompleted);

        await writing;
        Assert.Equal([6000, 0, 0, 0], await store.GetRowCountsAsync(Token));
    }

    [Fact]
    public async Task Gaps_repeats_and_bucket_boundaries_are_counted_and_read_as_they_are()
    {
        await using StoredRows rows = await OpenAsync();
        await rows.WriteRangeAsync(0, 0, 3500, without: [0, 999, 1000, 2500]);
        await rows.WriteRangeAsync(0, 900, 1100, without: [999, 1000]);
        await rows.WriteRangeAsync(1, 5000, 5001);
        Volatile.Write(ref rows.Ends[2], 20_000);
        await using ICassandraStore store = rows.OpenStore();
        await using IEventReader reader = store.OpenReader();

        Assert.Equal([3496, 1, 0, 0], await store.GetRowCountsAsync(Token));
        Assert.Equal([3496, 1, 0, 0], await store.GetRowCountsAsync(Token));
        List<long> offsets = [];
        EventBatch batch = new(maxCount: 700);
        long next = 0;
        do
        {
            next = await reader.ReadAsync(0, next, batch, Token);
            for (int i = 0; i < batch.Count; i++)
            {
                EventView row = batch[i];
                offsets.Add(row.Offset);
                Assert.Equal(StoredRows.IdentityOf(0, row.Offset), row.Identity);
                Assert.True(row.Identity.Matches(row.Body));
                Assert.Equal(1_795_631_782_000_000L, row.StoredAtMicroseconds);
            }
        }
        while (batch.Count > 0);
        Assert.Equal(Enumerable.Range(0, 3500).Select(i => (long)i).Except([0, 999, 1000, 2500]), offsets);
        Assert.Equal(5001, await reader.ReadAsync(1, 0, batch, Token));
        Assert.Equal(0, await reader.ReadAsync(2, 0, batch, Token));

        await rows.WriteRangeAsync(0, 999, 1001);
        Assert.Equal([3498, 1, 0, 0], await store.GetRowCountsAsync(Token));
    }

    [Fact]
    public async Task A_row_without_identity_and_with_bytes_is_an_event_too()
    {
        await using StoredRows rows = await OpenAsync();
        PreparedStatement insert = await rows.Session.PrepareAsync(
            "INSERT INTO eventlogdemo.event (topic, partition, bucket, offset, stored_at, body_bytes) VALUES (?, 0, 0, ?, 1, ?)");
        await rows.Session.ExecuteAsync(insert.Bind(rows.Topic, 3L, (byte[])[0xFF, 0x00]));
        rows.Ends[0] = 4;
        await using ICassandraStore store = rows.OpenStore();
        await using IEventReader reader = store.OpenReader();
        EventBatch batch = new();

        Assert.Equal(4, await reader.ReadAsync(0, 0, batch, Token));
        Assert.Equal(EventIdentity.None, batch[0].Identity);
        Assert.Equal([0xFF, 0x00], batch[0].Body.ToArray());
    }

    [Fact]
    public async Task A_frozen_node_is_a_timeout_and_the_next_question_after_it_works()
    {
        await using StoredRows rows = await OpenAsync();
        await rows.WriteRangeAsync(0, 0, 2500);
        await using ICassandraStore store = rows.OpenStore();
        await using IEventReader reader = store.OpenReader();
        Assert.Equal(2500, (await store.GetRowCountsAsync(Token))[0]);
        await node.PauseAsync();
        try
        {
            for (int i = 0; i < 3; i++)
            {
                long asked = TimeProvider.System.GetTimestamp();
                await Assert.ThrowsAsync<ServiceTimeoutException>(async () => await store.GetRowCountsAsync(Token));
                Assert.InRange(TimeProvider.System.GetElapsedTime(asked), TimeSpan.Zero, StoredRows.RequestTimeout + Margin);
            }

            await Assert.ThrowsAsync<ServiceTimeoutException>(async () => await reader.ReadAsync(0, 0, new EventBatch(), Token));
            await Assert.ThrowsAsync<ServiceTimeoutException>(async () => await store.ProbeAsync(Token));
        }
        finally
        {
            await node.UnpauseAsync();
        }

        await SecuredStores.UntilAsync(() => store.ProbeAsync(Token));
        Assert.Equal(2500, (await store.GetRowCountsAsync(Token))[0]);
    }

    [Fact]
    public async Task A_stopped_node_is_down_at_once_and_works_again_when_it_is_back()
    {
        await using StoredRows rows = await OpenAsync();
        await rows.WriteRangeAsync(0, 0, 1500);
        await using ICassandraStore store = rows.OpenStore();
        Assert.Equal(1500, (await store.GetRowCountsAsync(Token))[0]);
        await node.StopAsync();
        await Assert.ThrowsAsync<ServiceUnavailableException>(async () => await store.GetRowCountsAsync(Token));
        await Assert.ThrowsAsync<ServiceUnavailableException>(async () => await store.ProbeAsync(Token));
        await using ICassandraStore fresh = rows.OpenStore();
        await Assert.ThrowsAsync<ServiceUnavailableException>(async () => await fresh.GetRowCountsAsync(Token));
        await node.StartAsync();
        await SecuredStores.UntilAsync(() => store.ProbeAsync(Token));
        await SecuredStores.UntilAsync(() => fresh.ProbeAsync(Token));
        Assert.Equal(1500, (await store.GetRowCountsAsync(Token))[0]);
        Assert.Equal(1500, (await fresh.GetRowCountsAsync(Token))[0]);
    }

    [Fact]
    public async Task A_missing_keyspace_and_tables_of_another_version_are_errors_of_their_own()
    {
        node.Need();
        CassandraConnection missing = node.Connection with { Keyspace = "nowhere" };
        await using (StoredRows rows = await StoredRows.OpenAsync(node.Connection with { Keyspace = "newer" }))
        {
            await rows.Session.ExecuteAsync(new SimpleStatement("UPDATE newer.schema_version SET version = 2 WHERE component = 'event'"));
            await using ICassandraStore newer = rows.OpenStore();
            StoreSchemaException failure = await Assert.ThrowsAsync<StoreSchemaException>(
                async () => await newer.GetRowCountsAsync(Token));
            Assert.Equal((2, 1), (failure.Found, failure.Known));
        }

        await using ICassandraStore nowhere = SecuredStores.Open(missing);
        await using IEventReader reader = nowhere.OpenReader();
        await Assert.ThrowsAsync<KeyspaceNotFoundException>(async () => await nowhere.GetRowCountsAsync(Token));
        await Assert.ThrowsAsync<KeyspaceNotFoundException>(async () => await reader.ReadAsync(0, 0, new EventBatch(), Token));
        await nowhere.ProbeAsync(Token);
    }

    [Fact]
    public async Task Full_buckets_are_remembered_by_the_next_process()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("eventlogdemo-closed-");
        await using StoredRows rows = await OpenAsync();
        await rows.WriteRangeAsync(0, 0, 2500);
        await using (ICassandraStore store = rows.OpenStore(folder.FullName))
        {
            Assert.Equal(2500, (await store.GetRowCountsAsync(Token))[0]);
        }

        Assert.Contains(
            "[0,2]",
            await File.ReadAllTextAsync(Path.Combine(folder.FullName, CassandraStores.ClosedBucketsFile), Encoding.UTF8, Token),
            StringComparison.Ordinal);
        await using (ICassandraStore store = rows.OpenStore(folder.FullName))
        {
            Assert.Equal(2500, (await store.GetRowCountsAsync(Token))[0]);
        }

        folder.Delete(recursive: true);
    }

    private async Task<StoredRows> OpenAsync()
    {
        node.Need();
        return await StoredRows.OpenAsync(node.Connection);
    }
}
