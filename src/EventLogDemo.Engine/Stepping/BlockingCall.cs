namespace EventLogDemo.Engine.Stepping;

/// <summary>
/// Calls that block until somebody far away answers, each on a thread of its own: those of the pool are few on a small machine, and
/// deadlines wait for them too.
/// </summary>
internal static class BlockingCall
{
    /// <summary>Makes the call.</summary>
    public static Task<T> RunAsync<T>(Func<T> call) => Task.Factory.StartNew(
        call, CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);
}
