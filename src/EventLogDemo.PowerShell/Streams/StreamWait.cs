using EventLogDemo.Engine.Stepping;
using EventLogDemo.Engine.Streams;

namespace EventLogDemo.PowerShell.Streams;

/// <summary>Waits for the end of a stream, telling how far it is.</summary>
internal static class StreamWait
{
    private static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StateInterval = TimeSpan.FromMilliseconds(5);

    /// <summary>Ends with the stream. When it is given up, the stream is stopped and what it has buffered is given up too.</summary>
    public static async Task EndAsync(LogStream stream, StepClock clock, IProgress<string> progress, CancellationToken stop)
    {
        try
        {
            while (!stream.Completion.IsCompleted)
            {
                Task tick = Task.Delay(ReportInterval, clock.TimeProvider, stop);
                await Task.WhenAny(stream.Completion, tick).ConfigureAwait(false);
                stop.ThrowIfCancellationRequested();
                StreamCounts counts = stream.Counts;
                progress.Report(SR.StreamProgress.With(counts.Attempted, counts.Acked, counts.Buffered));
            }
        }
        catch (OperationCanceledException)
        {
            await stream.StopAsync(drain: false, CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Ends when the stream has left a state, which its thread does a moment after it was told to.</summary>
    public static async Task LeavesAsync(LogStream stream, LogStreamState state, CancellationToken stop)
    {
        using PeriodicTimer timer = new(StateInterval, TimeProvider.System);
        while (stream.State == state)
        {
            await timer.WaitForNextTickAsync(stop).ConfigureAwait(false);
        }
    }
}
