namespace EventLogDemo.Engine.Stepping;

/// <summary>The values from <paramref name="Start"/> (inclusive) to <paramref name="End"/> (exclusive).</summary>
public readonly record struct Interval(long Start, long End)
{
    /// <summary>Number of values.</summary>
    public long Count => End - Start;
}

/// <summary>
/// A set of integers as sorted, disjoint, non-adjacent ranges: its size is that of the number of gaps. Adding at the end takes
/// constant time, elsewhere a binary search and a move of the ranges behind it. Not thread-safe.
/// </summary>
public sealed class IntervalSet
{
    private Interval[] _ranges = [];
    private int _used;

    /// <summary>Creates an empty set.</summary>
    public IntervalSet()
    {
    }

    /// <summary>Creates the union of ranges.</summary>
    public IntervalSet(params ReadOnlySpan<Interval> ranges)
    {
        foreach (Interval range in ranges)
        {
            Add(range.Start, range.End);
        }
    }

    /// <summary>Number of values in the set.</summary>
    public long Count { get; private set; }

    /// <summary>Whether the set is empty.</summary>
    public bool IsEmpty => _used == 0;

    /// <summary>The ranges in ascending order; valid until the set changes.</summary>
    public ReadOnlySpan<Interval> Ranges => _ranges.AsSpan(0, _used);

    /// <summary>Adds the values from <paramref name="start"/> (inclusive) to <paramref name="end"/> (exclusive); existing ones stay.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The end is less than the start.</exception>
    public void Add(long start, long end)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(end, start);
        if (start == end)
        {
            return;
        }

        if (_used == 0 || _ranges[_used - 1].End < start)
        {
            Insert(_used, new Interval(start, end));
            return;
        }

        // Ranges that touch or overlap [start, end) are merged with it.
        int first = FindFirstEndingAtOrAfter(start);
        int behind = first;
        while (behind < _used && _ranges[behind].Start <= end)
        {
            start = Math.Min(start, _ranges[behind].Start);
            end = Math.Max(end, _ranges[behind].End);
            Count -= _ranges[behind].Count;
            behind++;
        }

        if (behind == first)
        {
            Insert(first, new Interval(start, end));
            return;
        }

        _ranges[first] = new Interval(start, end);
        Count += end - start;
        if (behind > first + 1)
        {
            _ranges.AsSpan(behind, _used - behind).CopyTo(_ranges.AsSpan(first + 1));
            _used -= behind - first - 1;
        }
    }

    /// <summary>Whether a value is in the set.</summary>
    public bool Contains(long value)
    {
        if (value == long.MaxValue)
        {
            return false;
        }

        int index = FindFirstEndingAtOrAfter(value + 1);
        return index < _used && _ranges[index].Start <= value;
    }

    /// <summary>Clears the set but keeps its memory.</summary>
    public void Clear()
    {
        _used = 0;
        Count = 0;
    }

    /// <summary>A new set of the values in this set and not in the other.</summary>
    public IntervalSet Except(IntervalSet other)
    {
        IntervalSet result = new();
        int theirs = 0;
        foreach (Interval range in Ranges)
        {
            long start = range.Start;
            while (theirs < other._used && other._ranges[theirs].End <= start)
            {
                theirs++;
            }

            for (int i = theirs; i < other._used && other._ranges[i].Start < range.End; i++)
            {
                result.Add(start, Math.Max(start, other._ranges[i].Start));
                start = Math.Min(range.End, other._ranges[i].End);
            }

            result.Add(start, range.End);
        }

        return result;
    }

    /// <summary>The ranges, such as <c>[0,5) [7,9)</c>; at most eight of them.</summary>
    public override string ToString()
    {
        const int Shown = 8;
        string text = string.Join(' ', Ranges[..Math.Min(_used, Shown)].ToArray().Select(range => $"[{range.Start},{range.End})"));
        return _used > Shown ? $"{text} …" : text;
    }

    private void Insert(int index, Interval range)
    {
        if (_used == _ranges.Length)
        {
            Array.Resize(ref _ranges, Math.Max(4, _used * 2));
        }

        _ranges.AsSpan(index, _used - index).CopyTo(_ranges.AsSpan(index + 1));
        _ranges[index] = range;
        _used++;
        Count += range.Count;
    }

    private int FindFirstEndingAtOrAfter(long value)
    {
        int low = 0;
        int high = _used;
        while (low < high)
        {
            int middle = (int)((uint)(low + high) >> 1);
            if (_ranges[middle].End >= value)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }
}
