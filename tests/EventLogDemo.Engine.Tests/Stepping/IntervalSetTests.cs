using EventLogDemo.Engine.Stepping;
using FsCheck.Xunit;

namespace EventLogDemo.Engine.Tests.Stepping;

public sealed class IntervalSetTests
{
    [Property(MaxTest = 500)]
    public void Adding_ranges_gives_the_same_values_as_a_hash_set((byte Start, byte Length)[] additions)
    {
        (IntervalSet set, HashSet<long> expected) = Build(additions);

        AssertSame(expected, set);
        Assert.All(Enumerable.Range(0, 520), value => Assert.Equal(expected.Contains(value), set.Contains(value)));
    }

    [Property(MaxTest = 500)]
    public void Ranges_are_sorted_and_never_touch((byte Start, byte Length)[] additions)
    {
        ReadOnlySpan<Interval> ranges = Build(additions).Set.Ranges;

        for (int i = 0; i < ranges.Length; i++)
        {
            Assert.True(ranges[i].Start < ranges[i].End);
            Assert.True(i == 0 || ranges[i - 1].End < ranges[i].Start);
        }
    }

    [Property(MaxTest = 500)]
    public void Difference_agrees_with_that_of_hash_sets((byte Start, byte Length)[] left, (byte Start, byte Length)[] right)
    {
        (IntervalSet a, HashSet<long> x) = Build(left);
        (IntervalSet b, HashSet<long> y) = Build(right);

        AssertSame([.. x.Except(y)], a.Except(b));
    }

    [Fact]
    public void Every_second_value_then_the_others_gives_one_range()
    {
        IntervalSet set = new();
        for (long value = 0; value < 2_000; value += 2)
        {
            set.Add(value, value + 1);
        }

        Assert.Equal(1_000, set.Ranges.Length);
        for (long value = 1; value < 2_000; value += 2)
        {
            set.Add(value, value + 1);
        }

        Assert.Equal(new Interval(0, 2_000), Assert.Single(set.Ranges.ToArray()));
    }

    [Fact]
    public void Adding_no_value_changes_nothing()
    {
        IntervalSet set = new(new Interval(3, 5));

        set.Add(9, 9);

        Assert.Equal("[3,5)", set.ToString());
    }

    [Fact]
    public void Range_that_ends_before_it_starts_is_rejected() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new IntervalSet().Add(5, 4));

    [Fact]
    public void Cleared_set_is_empty_and_can_be_filled_again()
    {
        IntervalSet set = new(new Interval(0, 10), new Interval(20, 30));

        set.Clear();
        Assert.True(set.IsEmpty);
        Assert.Equal(0, set.Count);
        set.Add(25, 26);

        Assert.Equal("[25,26)", set.ToString());
    }

    [Fact]
    public void Largest_positions_are_handled()
    {
        IntervalSet set = new(new Interval(long.MaxValue - 2, long.MaxValue));

        Assert.True(set.Contains(long.MaxValue - 1));
        Assert.False(set.Contains(long.MaxValue));
    }

    private static (IntervalSet Set, HashSet<long> Values) Build((byte Start, byte Length)[] additions)
    {
        IntervalSet set = new();
        HashSet<long> values = [];
        foreach ((byte start, byte length) in additions)
        {
            // Short ranges, so that gaps, touching and overlapping all occur.
            int end = start + (length % 12);
            set.Add(start, end);
            values.UnionWith(Enumerable.Range(start, end - start).Select(value => (long)value));
        }

        return (set, values);
    }

    private static void AssertSame(HashSet<long> expected, IntervalSet actual)
    {
        List<long> values = [];
        foreach (Interval range in actual.Ranges)
        {
            for (long value = range.Start; value < range.End; value++)
            {
                values.Add(value);
            }
        }

        Assert.Equal(expected.Order(), values);
        Assert.Equal(expected.Count, actual.Count);
    }
}
