using EventLogDemo.Engine.Embedded.Services;
using EventLogDemo.Engine.Embedded.Sqlite;
using EventLogDemo.Engine.Embedded.Store;
using EventLogDemo.Engine.Events;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Stepping;

namespace EventLogDemo.Engine.Tests.Embedded;

public sealed class EmbeddedStoreTests
{
    [Fact]
    public void A_transaction_is_as_durable_as_requested_including_the_first_of_a_connection()
    {
        const long Normal = 1;
        const long Full = 2;
        using MemoryStorage storage = new();
        using StoreDatabase database = new(storage);
        foreach ((bool isDurable, long expected) in ((bool, long)[])[(true, Full), (true, Full), (false, Normal), (true, Full), (false, Normal)])
        {
            database.Begin(isDurable);
            Assert.Equal(expected, database.Synchronous);
            database.Commit();
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_restart_between_write_and_commit_refuses_the_commit_and_counts_nothing(bool isCommit)
    {
        using MemoryStorage storage = new();
        using EmbeddedStore store = new(storage, 1, new StepClock(TimeProvider.System), TimeSpan.FromSeconds(1));
        ServiceBoard.Act(store, ServiceAction.Start);
        EventBatch batch = new();
        batch.Add(0, EventIdentity.Create(1, 0, Guid.NewGuid(), 0, 0, [1]), 0, [1]);
        Assert.Equal(StoreResult.Done, store.Write(0, batch, 1, isDurable: false, continues: false, out _));

        ServiceBoard.Act(store, ServiceAction.Kill);
        ServiceBoard.Act(store, ServiceAction.Start);

        Assert.Equal(
            StoreResult.Refused,
            isCommit
                ? store.Commit(isDurable: false, continues: true)
                : store.Write(0, batch, 1, isDurable: false, continues: true, out _));
        Assert.Equal([0], await store.GetRowCountsAsync(TestContext.Current.CancellationToken));
        Assert.Equal(StoreResult.Done, store.Write(0, batch, 1, isDurable: false, continues: false, out int repeated));
        Assert.Equal(StoreResult.Done, store.Commit(isDurable: true, continues: true));
        Assert.Equal(0, repeated);
        Assert.Equal([1], await store.GetRowCountsAsync(TestContext.Current.CancellationToken));
    }
}
