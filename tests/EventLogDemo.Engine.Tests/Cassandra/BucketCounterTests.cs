using EventLogDemo.Engine.Cassandra;
using EventLogDemo.Engine.Pipelines;
using FsCheck.Xunit;

namespace EventLogDemo.Engine.Tests.Cassandra;

public sealed class BucketCounterTests : IAsyncDisposable
{
    private const int BucketSize = 1000;
    private readonly FakeBuckets _rows = new(BucketSize);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Full_buckets_are_counted_once_and_never_again()
    {
        BucketCounter counter = Counter(0, 0);
        _rows.Write(0, 0, 3000);
        _rows.Write(1, 0, 1000);

        Assert.Equal([3000, 1000], await counter.CountAsync([3000, 1000], null, Token));
        Assert.Equal(4, _rows.Asked.Count);
        Assert.All(_rows.Asked, asked => Assert.StartsWith("count", asked, StringComparison.Ordinal));
        Assert.Equal(4, counter.ClosedCount);

        _rows.Asked.Clear();
        Assert.Equal([3000, 1000], await counter.CountAsync([3000, 1000], null, Token));
        Assert.Empty(_rows.Asked);
    }

    [Fact]
    public async Task A_bucket_that_fills_is_read_only_from_where_it_was_whole()
    {
        BucketCounter counter = Counter(0);
        _rows.Write(0, 0, 300);
        Assert.Equal([300], await counter.CountAsync([900], null, Token));

        _rows.Asked.Clear();
        _rows.Write(0, 300, 900);
        Assert.Equal([900], await counter.CountAsync([900], null, Token));
        Assert.Equal(["list 0/0 300..1000"], _rows.Asked);

        _rows.Write(0, 900, 1000);
        Assert.Equal([1000], await counter.CountAsync([1000], null, Token));
        Assert.Equal(1, counter.ClosedCount);
    }

    [Fact]
    public async Task A_gap_costs_one_question_by_name_and_closes_the_bucket_when_it_is_filled()
    {
        BucketCounter counter = Counter(0);
        _rows.Write(0, 0, 500);
        _rows.Write(0, 501, 1000);
        Assert.Equal([999], await counter.CountAsync([1000], null, Token));

        _rows.Asked.Clear();
        Assert.Equal([999], await counter.CountAsync([1000], null, Token));
        Assert.Equal(["find 0/0 500"], _rows.Asked);
        Assert.Equal(0, counter.ClosedCount);

        _rows.Write(0, 500);
        Assert.Equal([1000], await counter.CountAsync([1000], null, Token));
        Assert.Equal(1, counter.ClosedCount);
    }

    [Fact]
    public async Task More_gaps_than_can_be_named_are_still_counted_exactly()
    {
        BucketCounter counter = Counter(0);
        for (long offset = 0; offset < 1000; offset += 2)
        {
            _rows.Write(0, offset);
        }

        Assert.Equal([500], await counter.CountAsync([1000], null, Token));
        Assert.Equal([500], await counter.CountAsync([1000], null, Token));
        _rows.Write(0, 0, 1000);
        Assert.Equal([1000], await counter.CountAsync([1000], null, Token));
        Assert.Equal(1, counter.ClosedCount);
    }

    [Fact]
    public async Task Rows_below_the_origin_do_not_count_and_the_first_bucket_closes_without_them()
    {
        BucketCounter counter = Counter(2500);
        _rows.Write(0, 2000, 4000);
        Assert.Equal([1500], await counter.CountAsync([4000], null, Token));
        Assert.Equal(2, counter.ClosedCount);
        Assert.DoesNotContain(_rows.Asked, asked => asked.StartsWith("count 0/2 2000", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_row_that_is_written_again_counts_once()
    {
        BucketCounter counter = Counter(0);
        _rows.Write(0, 0, 400);
        Assert.Equal([400], await counter.CountAsync([400], null, Token));
        _rows.Write(0, 100, 450);
        Assert.Equal([450], await counter.CountAsync([450], null, Token));
    }

    [Fact]
    public async Task Without_end_offsets_rows_are_found_up_to_two_empty_buckets()
    {
        BucketCounter counter = Counter(0);
        _rows.Write(0, 0, 2300);
        _rows.Write(0, 3999);
        Assert.Equal([2301], await counter.CountAsync(null, null, Token));
        Assert.DoesNotContain(_rows.Asked, asked => asked.StartsWith("count 0/6", StringComparison.Ordinal));

        _rows.Write(0, 2300, 3999);
        Assert.Equal([4000], await counter.CountAsync(null, null, Token));
    }

    [Fact]
    public async Task A_count_that_fails_keeps_what_it_learnt()
    {
        BucketCounter counter = Counter(0);
        _rows.Write(0, 0, 40_000);
        int left = 20;
        _rows.OnQuestion = _ =>
        {
            if (Interlocked.Decrement(ref left) < 0)
            {
                throw new ServiceUnavailableException("cassandra", null, "counting");
            }
        };
        await Assert.ThrowsAsync<ServiceUnavailableException>(async () => await counter.CountAsync([40_000], null, Token));
        Assert.Equal(20, counter.ClosedCount);

        _rows.OnQuestion = null;
        _rows.Asked.Clear();
        Assert.Equal([40_000], await counter.CountAsync([40_000], null, Token));
        Assert.Equal(20, _rows.Asked.Count);
    }

    [Fact]
    public async Task Closed_buckets_can_be_taken_over()
    {
        BucketCounter first = Counter(500, 0);
        _rows.Write(0, 500, 3000);
        _rows.Write(1, 0, 100);
        await first.CountAsync([3000, 100], null, Token);

        BucketCounter second = Counter(500, 0);
        second.Restore(first.Closed);
        _rows.Asked.Clear();
        _rows.Write(0, 3000, 3001);
        Assert.Equal([2501, 100], await second.CountAsync([3001, 100], null, Token));
        Assert.Equal(
            ["count 0/3 3000..4000", "count 1/0 0..1000", "list 0/3 3000..4000", "list 1/0 0..1000"], _rows.Asked.Order());
    }

    [Fact]
    public async Task A_backlog_costs_a_few_questions_however_long_it_is()
    {
        BucketCounter counter = Counter(0);
        _rows.Write(0, 0, 3_300);
        Assert.Equal([3_300], await counter.CountAsync([1_000_000], [2_500], Token));
        Assert.InRange(_rows.Asked.Count, 1, 12);

        for (int round = 0; round < 3; round++)
        {
            _rows.Asked.Clear();
            Assert.Equal([3_300], await counter.CountAsync([1_000_000], [3_300], Token));
            Assert.InRange(_rows.Asked.Count, 1, 3);
        }

        _rows.Write(0, 3_300, 9_100);
        Assert.Equal([9_100], await counter.CountAsync([1_000_000], [3_300], Token));
        _rows.Write(0, 9_100, 40_000);
        Assert.Equal([40_000], await counter.CountAsync([1_000_000], [40_000], Token));
        Assert.Equal(40, counter.ClosedCount);
    }

    [Fact]
    public async Task Rows_behind_many_dead_letters_are_counted_once_these_are_committed()
    {
        BucketCounter counter = Counter(0);
        _rows.Write(0, 0, 500);
        _rows.Write(0, 9_000, 9_010);
        Assert.Equal([500], await counter.CountAsync([10_000], [500], Token));
        Assert.Equal([510], await counter.CountAsync([10_000], [8_000], Token));
        Assert.Equal([510], await counter.CountAsync([10_000], [10_000], Token));
    }

    [Fact]
    public async Task Buckets_that_lack_only_dead_letters_are_looked_at_in_turn()
    {
        BucketCounter counter = Counter(0);
        for (int bucket = 0; bucket < 40; bucket++)
        {
            _rows.Write(0, bucket * BucketSize, ((bucket + 1) * BucketSize) - 1);
        }

        const int Rows = 40 * (BucketSize - 1);
        Assert.Equal([Rows], await counter.CountAsync([40_000], [40_000], Token));
        _rows.Asked.Clear();
        Assert.Equal([Rows], await counter.CountAsync([40_000], [40_000], Token));
        Assert.Equal(BucketCounter.MaxInFlight, _rows.Asked.Count);

        // Offsets that somebody else has committed: the row comes all the same, and is found within a turn.
        _rows.Write(0, (17 * BucketSize) + BucketSize - 1);
        IReadOnlyList<long> count = [];
        for (int round = 0; round < 40 / BucketCounter.MaxInFlight; round++)
        {
            count = await counter.CountAsync([40_000], [40_000], Token);
        }

        Assert.Equal([Rows + 1], count);
    }

    /// <summary>Whatever order rows come in, every count is what the store holds.</summary>
    [Property(MaxTest = 100)]
    public async Task Every_count_is_exact(byte[][] rounds, byte origin)
    {
        await using FakeBuckets rows = new(100);
        BucketCounter counter = new(rows, Manifests.Make(100, origin));
        HashSet<long> written = [];
        foreach (byte[] round in rounds)
        {
            foreach (long offset in round.SelectMany(value => (long[])[value, value * 2]))
            {
                rows.Write(0, offset);
                written.Add(offset);
            }

            Assert.Equal([written.Count(offset => offset >= origin)], await counter.CountAsync([512], null, CancellationToken.None));
        }
    }

    public ValueTask DisposeAsync() => _rows.DisposeAsync();

    private BucketCounter Counter(params long[] origins) => new(_rows, Manifests.Make(BucketSize, origins));
}
