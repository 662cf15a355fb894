using EventLogDemo.Engine.Embedded;
using EventLogDemo.Engine.Embedded.Log;
using EventLogDemo.Engine.Embedded.Services;
using EventLogDemo.Engine.Embedded.Sqlite;
using EventLogDemo.Engine.Embedded.Store;
using EventLogDemo.Engine.Events;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Stepping;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using SQLitePCL;

namespace EventLogDemo.Engine.Tests.Embedded;

/// <summary>A disk that fails so badly that not even a rollback goes through.</summary>
public sealed class FailedRollbackTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly BrokenStorage _storage = new();
    private readonly List<DeliveryReport> _reports = [];
    private readonly Guid _run = Guid.NewGuid();
    private readonly StepClock _clock;

    public FailedRollbackTests() => _clock = new StepClock(_time);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _storage.Dispose();

    [Fact]
    public async Task A_log_that_cannot_roll_back_acknowledges_nothing_that_it_has_not_written()
    {
        using EmbeddedLog log = Log(atPoint: null);
        await using EmbeddedAppender appender = log.OpenAppender(new AppenderOptions(), _reports.Add);
        Append(appender, 0);
        _storage.Break();
        Step(log);
        Assert.Equal(ServiceState.Failed, log.Part.State);
        Assert.Empty(_reports);

        ServiceBoard.Act(log, ServiceAction.Start);
        Append(appender, 1);
        Step(log);

        Assert.Equal([0, 1], _reports.Select(report => report.FirstSeq));
        Assert.All(_reports, report => Assert.Equal(DeliveryOutcome.Acked, report.Outcome));
        Assert.Equal([2], await log.GetEndOffsetsAsync(Token));
    }

    [Fact]
    public async Task A_log_on_a_full_disk_that_cannot_roll_back_fails_its_events_and_itself()
    {
        using EmbeddedLog log = Log(point =>
        {
            if (point == CrashPoint.Append)
            {
                _storage.Break();
                throw new SqliteException("full", raw.SQLITE_FULL);
            }
        });
        await using EmbeddedAppender appender = log.OpenAppender(new AppenderOptions(), _reports.Add);
        Append(appender, 0);
        Step(log);

        Assert.Equal(DeliveryOutcome.Failed, Assert.Single(_reports).Outcome);
        Assert.Equal(ServiceState.Failed, log.Part.State);
    }

    [Fact]
    public async Task A_store_that_cannot_roll_back_fails_and_works_again_after_a_start()
    {
        using EmbeddedStore store = new(_storage, 1, _clock, TimeSpan.FromSeconds(1));
        ServiceBoard.Act(store, ServiceAction.Start);
        EventBatch batch = new();
        batch.Add(0, EventIdentity.Create(1, 0, _run, 0, 0, [1]), 0, [1]);
        _storage.Break();

        Assert.Equal(StoreResult.Refused, store.Write(0, batch, 1, isDurable: false, continues: false, out _));
        Assert.Equal(ServiceState.Failed, store.Part.State);

        ServiceBoard.Act(store, ServiceAction.Start);
        Assert.Equal(StoreResult.Done, store.Write(0, batch, 1, isDurable: false, continues: false, out _));
        Assert.Equal(StoreResult.Done, store.Commit(isDurable: true, continues: true));
        Assert.Equal([1], await store.GetRowCountsAsync(Token));
    }

    private EmbeddedLog Log(Action<CrashPoint>? atPoint)
    {
        EmbeddedLog log = new(_storage, 1, _clock, TimeSpan.FromSeconds(1), atPoint);
        ServiceBoard.Act(log, ServiceAction.Start);
        return log;
    }

    private void Append(EmbeddedAppender appender, long seq) =>
        Assert.True(appender.TryAppend(EventIdentity.Create(1, 0, _run, seq, 0, [1]), [1]));

    private void Step(EmbeddedLog log)
    {
        for (int step = 0; step < 5; step++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            log.Step(_clock.Now());
        }
    }

    /// <summary>Databases in memory; the last one opened can be made to fail every insert and rollback.</summary>
    private sealed class BrokenStorage : EmbeddedStorage
    {
        private readonly string _name = Guid.NewGuid().ToString("N");
        private readonly List<SqliteConnection> _anchors = [];
        private SqliteConnection? _last;

        public BrokenStorage() => _anchors.AddRange(base.OpenWriter(LogName), base.OpenWriter(StoreName));

        private protected override string JournalMode => "MEMORY";

        public override Uri Locate(string name) => new($"memory:///{_name}/{name}");

        public override SqliteConnection OpenWriter(string name) => _last = base.OpenWriter(name);

        public void Break() => raw.sqlite3_set_authorizer(
            _last!.Handle,
            (_, action, first, _, _, _) => action == raw.SQLITE_INSERT || (action == raw.SQLITE_TRANSACTION && first == "ROLLBACK")
                ? raw.SQLITE_DENY
                : raw.SQLITE_OK,
            null);

        public override void Dispose() => _anchors.ForEach(anchor => anchor.Dispose());

        private protected override string DataSource(string name) => $"file:/{_name}/{name}?vfs=memdb";
    }
}
