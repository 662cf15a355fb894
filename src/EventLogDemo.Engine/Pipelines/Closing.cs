namespace EventLogDemo.Engine.Pipelines;

/// <summary>Closes several things: a failure to close one does not keep the others open.</summary>
internal static class Closing
{
    /// <summary>Closes all, in this order.</summary>
    /// <exception cref="AggregateException">Closing failed for at least one.</exception>
    public static void All(params IEnumerable<Action> closings) => ThrowIfAny(Collect(closings));

    /// <summary>Closes all in this order, one after the other.</summary>
    /// <exception cref="AggregateException">Closing failed for at least one.</exception>
    public static async ValueTask AllAsync(params IEnumerable<Func<ValueTask>> closings) =>
        ThrowIfAny(await CollectAsync(closings).ConfigureAwait(false));

    /// <summary>Undoes a failed opening: its failure is the one to report, and failures of closing are attached to it.</summary>
    /// <param name="failure">Why opening failed.</param>
    /// <param name="closings">What to do, in this order.</param>
    public static void After(Exception failure, params IEnumerable<Action> closings) => Attach(failure, Collect(closings));

    /// <summary>Undoes a failed opening, as <see cref="After"/> does.</summary>
    public static async ValueTask AfterAsync(Exception failure, params IEnumerable<Func<ValueTask>> closings) =>
        Attach(failure, await CollectAsync(closings).ConfigureAwait(false));

    /// <summary>An action that closes a part, or does nothing if it is null.</summary>
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
#pragma warning disable CA1031 // it must not keep the others open; the caller reports all failures
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
#pragma warning disable CA1031 // it must not keep the others open; the caller reports all failures
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

    private static void Attach(Exception failure, List<Exception> further)
    {
        foreach (Exception other in further)
        {
            // Numbered by what is attached already: one opening may be nested in another, which closes too.
            failure.Data[$"closing {failure.Data.Count}"] = other.ToString();
        }
    }
}
