namespace EventLogDemo.Engine.Pipelines;

/// <summary>Lets go of several things: one that fails to close keeps no other open.</summary>
internal static class Closing
{
    /// <summary>Closes all, in this order.</summary>
    /// <exception cref="AggregateException">Some failed.</exception>
    public static void All(params IEnumerable<Action> closings) => ThrowIfAny(Collect(closings));

    /// <summary>Closes all, in this order and one after the other.</summary>
    /// <exception cref="AggregateException">Some failed.</exception>
    public static async ValueTask AllAsync(params IEnumerable<Func<ValueTask>> closings) =>
        ThrowIfAny(await CollectAsync(closings).ConfigureAwait(false));

    /// <summary>Takes back what an opening that failed has made: its failure is the one to tell, and those on the way back go with it.</summary>
    /// <param name="failure">Why it is closed.</param>
    /// <param name="closings">What to do, in this order.</param>
    public static void After(Exception failure, params IEnumerable<Action> closings) => Note(failure, Collect(closings));

    /// <summary>Takes back what an opening that failed has made, as <see cref="After"/> does.</summary>
    public static async ValueTask AfterAsync(Exception failure, params IEnumerable<Func<ValueTask>> closings) =>
        Note(failure, await CollectAsync(closings).ConfigureAwait(false));

    /// <summary>Closing a part, or nothing where it is null.</summary>
    public static Func<ValueTask> Of(IDisposable? part) => () =>
    {
        part?.Dispose();
        return ValueTask.CompletedTask;
    };

    private static List<Exception> Collect(IEnumerable<Action> closings)
    {
        List<Exception> failures = [];
        foreach (Action close in closings)
        {
            try
            {
                close();
            }
#pragma warning disable CA1031 // it must not keep the others open; the caller tells all failures
            catch (Exception failure)
#pragma warning restore CA1031
            {
                failures.Add(failure);
            }
        }

        return failures;
    }

    private static async ValueTask<List<Exception>> CollectAsync(IEnumerable<Func<ValueTask>> closings)
    {
        List<Exception> failures = [];
        foreach (Func<ValueTask> close in closings)
        {
            try
            {
                await close().ConfigureAwait(false);
            }
#pragma warning disable CA1031 // it must not keep the others open; the caller tells all failures
            catch (Exception failure)
#pragma warning restore CA1031
            {
                failures.Add(failure);
            }
        }

        return failures;
    }

    private static void ThrowIfAny(List<Exception> failures)
    {
        if (failures.Count > 0)
        {
            throw new AggregateException(failures);
        }
    }

    private static void Note(Exception failure, List<Exception> further)
    {
        foreach (Exception other in further)
        {
            // Counted by what it has already: one opening may lie within another, which closes too.
            failure.Data[$"closing {failure.Data.Count}"] = other.ToString();
        }
    }
}
