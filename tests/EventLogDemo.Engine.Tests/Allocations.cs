namespace EventLogDemo.Engine.Tests;

/// <summary>Measures what code allocates on its thread.</summary>
internal static class Allocations
{
    private const int MaxRounds = 8;

    /// <summary>
    /// The least that a round has allocated, in bytes. A collection that another test causes charges this thread with the rest of its
    /// allocation context, so a single round may show bytes that no code has allocated; code that allocates shows them in every round.
    /// </summary>
    /// <param name="run">The code, warmed up; given the number of the round, from 0.</param>
    public static long LeastOf(Action<int> run)
    {
        long least = long.MaxValue;
        for (int round = 0; round < MaxRounds && least > 0; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            run(round);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
