using System.Globalization;
using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Stepping;

namespace EventLogDemo.Engine.Streams;

/// <summary>Waits for streams.</summary>
public static class StreamWaiter
{
    private static readonly TimeSpan MaxTimeout = TimeSpan.FromDays(1);
    private static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StateInterval = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan StateTimeout = TimeSpan.FromMinutes(1);

    /// <summary>Waits until a stream has ended, for whatever reason.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="timeout">How long to wait, up to 1 day; 0 checks once.</param>
    /// <param name="progress">Receives the progress of the stream every second.</param>
    /// <param name="cancellationToken">Cancels the wait; the stream continues.</param>
    /// <exception cref="StreamTimeoutException">It has not ended in time; it continues.</exception>
    /// <exception cref="OptionRangeException">The timeout is outside its range.</exception>
    public static Task EndedAsync(
        LogStream stream, TimeSpan timeout, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        Validate(timeout);
        return LimitAsync(stream, "wait for", timeout, token => ReportAsync(stream, progress, token), cancellationToken);
    }

    /// <summary>Waits until a stream has ended. Cancelling the wait stops the stream and abandons its buffered events.</summary>
    /// <inheritdoc cref="EndedAsync" path="/param[@name='stream' or @name='progress']"/>
    public static async Task EndedOrStoppedAsync(LogStream stream, IProgress<string> progress, CancellationToken cancellationToken)
    {
        try
        {
            await ReportAsync(stream, progress, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await stream.StopAsync(drain: false, CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Stops a stream and waits until all its events are settled.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="drain">Whether buffered events are still delivered; otherwise they are abandoned.</param>
    /// <param name="timeout">How long to wait, up to 1 day.</param>
    /// <param name="cancellationToken">Cancels the wait; the stream still stops.</param>
    /// <exception cref="StreamTimeoutException">
    /// Not everything is settled in time; the stream continues to settle its events and produces no more.
    /// </exception>
    /// <exception cref="OptionRangeException">The timeout is outside its range.</exception>
    public static Task StoppedAsync(LogStream stream, bool drain, TimeSpan timeout, CancellationToken cancellationToken)
    {
        Validate(timeout);
        return LimitAsync(stream, drain ? "drain" : "stop", timeout, token => stream.StopAsync(drain, token), cancellationToken);
    }

    /// <summary>Waits until a stream has left a state, which its thread does a moment after the request.</summary>
    /// <exception cref="StreamTimeoutException">It has not left the state within a minute.</exception>
    public static Task LeftAsync(LogStream stream, LogStreamState state, CancellationToken cancellationToken) =>
        new Poll(new Deadline(StateTimeout, stream.Time), StateInterval).UntilAsync(
            _ => Task.FromResult(Check.Of(stream.State == state ? $"it is {state}" : null)),
            _ => new StreamTimeoutException(stream.GetSnapshot(), "change the state of", StateTimeout),
            cancellationToken);

    private static void Validate(TimeSpan timeout) => OptionRangeException.ThrowIfOutside("Timeout", timeout, TimeSpan.Zero, MaxTimeout);

    private static Task<bool> LimitAsync(
        LogStream stream, string attempted, TimeSpan timeout, Func<CancellationToken, Task> wait, CancellationToken cancellationToken) =>
        TimeLimit.RunAsync(
            timeout,
            stream.Time,
            async token =>
            {
                await wait(token).ConfigureAwait(false);
                return true;
            },
            () => stream.Completion.IsCompleted ? true : throw new StreamTimeoutException(stream.GetSnapshot(), attempted, timeout),
            cancellationToken);

    private static async Task ReportAsync(LogStream stream, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        while (!stream.Completion.IsCompleted)
        {
            Task tick = Task.Delay(ReportInterval, stream.Time, cancellationToken);
            await Task.WhenAny(stream.Completion, tick).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            StreamCounts counts = stream.Counts;
            progress?.Report(string.Create(
                CultureInfo.InvariantCulture,
                $"{counts.Attempted:N0} produced, {counts.Acked:N0} acknowledged, {counts.Buffered:N0} buffered"));
        }
    }
}
