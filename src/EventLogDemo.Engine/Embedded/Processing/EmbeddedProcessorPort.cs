using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Stepping;

namespace EventLogDemo.Engine.Embedded.Processing;

/// <summary>The processor as the engine sees it: requests from any thread, with a deadline.</summary>
internal sealed class EmbeddedProcessorPort(EmbeddedProcessor processor, StepClock clock, TimeSpan requestTimeout) : IEventProcessor
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(5);

    public ValueTask<ProcessorStatus> GetStatusAsync(CancellationToken cancellationToken) =>
        processor.Coordinator.AnswerAsync("read the job's state", requestTimeout, () => processor.Status, cancellationToken);

    public ValueTask<long> GetDeadLetterCountAsync(CancellationToken cancellationToken) => processor.Coordinator.AnswerAsync(
        "count the dead letters", requestTimeout, () => processor.DeadLetterCount, cancellationToken);

    public ValueTask<IReadOnlyDictionary<int, long>?> GetSettledOffsetsAsync(CancellationToken cancellationToken) =>
        processor.Coordinator.AnswerAsync("read the job's progress", requestTimeout, () => processor.SettledOffsets, cancellationToken);

    public async ValueTask CheckpointAsync(CancellationToken cancellationToken)
    {
        long before = (await GetStatusAsync(cancellationToken).ConfigureAwait(false)).CheckpointCount;
        processor.RequestCheckpoint();
        await UntilAsync(status => status.CheckpointCount > before, "take a checkpoint", cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask RestartAsync(CancellationToken cancellationToken)
    {
        long before = (await GetStatusAsync(cancellationToken).ConfigureAwait(false)).RestartCount;
        processor.RequestRestart();
        await UntilAsync(status => status.RestartCount > before, "restart the job", cancellationToken).ConfigureAwait(false);
    }

    private async Task UntilAsync(Func<ProcessorStatus, bool> isDone, string attempted, CancellationToken cancellationToken) =>
        await new Poll(new Deadline(requestTimeout, clock.TimeProvider), PollInterval).UntilAsync(
            _ => Task.FromResult(Check.Of(isDone(processor.Status) ? null : "it is not done yet")),
            _ => new ServiceTimeoutException(processor.Coordinator.Name, requestTimeout, attempted),
            cancellationToken).ConfigureAwait(false);
}
