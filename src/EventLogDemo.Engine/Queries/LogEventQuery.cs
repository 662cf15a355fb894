using System.Text.RegularExpressions;
using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Events;

namespace EventLogDemo.Engine.Queries;

/// <summary>Which events to read.</summary>
public sealed record LogEventQuery
{
    /// <summary>Maximum value of <see cref="Last"/>: these events are held in memory.</summary>
    public const long MaxLast = 1_000_000;

    private static readonly TimeSpan MatchPatience = TimeSpan.FromSeconds(1);

    /// <summary>Whether to read the log.</summary>
    /// <value>Defaults to false: the store, the end of the pipeline.</value>
    public bool FromLog { get; init; }

    /// <summary>Partitions; empty for all.</summary>
    public IReadOnlyList<int> Partitions { get; init; } = [];

    /// <summary>Offset to begin with in each partition, or null for the first one of the pipeline.</summary>
    public long? Offset { get; init; }

    /// <summary>Events after which to end, or null.</summary>
    public long? First { get; init; }

    /// <summary>Read only this many latest events, or null.</summary>
    public long? Last { get; init; }

    /// <summary>Whether to wait for more at the end.</summary>
    public bool Follow { get; init; }

    /// <summary>Pattern that bodies must match, or null.</summary>
    public Regex? Match { get; init; }

    /// <summary>Throws for a value outside its range.</summary>
    /// <exception cref="OptionRangeException">A partition, offset or number is outside its range.</exception>
    public void Validate(int partitionCount)
    {
        foreach (int partition in Partitions)
        {
            OptionRangeException.ThrowIfOutside("Partition", partition, 0, partitionCount - 1);
        }

        OptionRangeException.ThrowIfOutside(nameof(Offset), Offset ?? 0, 0, long.MaxValue);
        OptionRangeException.ThrowIfOutside(nameof(First), First ?? 1, 1, long.MaxValue);
        OptionRangeException.ThrowIfOutside(nameof(Last), Last ?? 1, 1, MaxLast);
    }

    /// <summary>Compiles a pattern.</summary>
    /// <exception cref="MatchPatternException">It is not a regular expression.</exception>
    public static Regex Compile(string pattern)
    {
        try
        {
            return new Regex(pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, MatchPatience);
        }
        catch (ArgumentException refusal)
        {
            throw new MatchPatternException(pattern, refusal.Message, refusal);
        }
    }

    /// <summary>Whether an event matches the query.</summary>
    /// <exception cref="MatchPatternException">The expression takes too long on it.</exception>
    public bool Accepts(LogEvent candidate)
    {
        try
        {
            return Match is null || Match.IsMatch(candidate.Body);
        }
        catch (RegexMatchTimeoutException timeout)
        {
            throw new MatchPatternException(timeout.Pattern, timeout.Message, timeout);
        }
    }
}
