namespace EventLogDemo.Engine.Stepping;

/// <summary>
/// Runs calls that block on a remote service, each on a thread of its own: the pool has few threads on a small machine, and
/// timers need them too.
/// </summary>
internal static class BlockingCall
{
    /// <summary>Runs the call.</summary>
    public static Task<T> RunAsync<T>(Func<T> call) => Task.Factory.StartNew(
        call, CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);
}
