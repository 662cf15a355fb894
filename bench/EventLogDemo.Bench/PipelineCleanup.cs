using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Bench;

/// <summary>Closes a benchmark's pipeline, even if the benchmark fails, so that nothing is left behind.</summary>
internal sealed class PipelineCleanup(Pipeline pipeline, PipelineEnd end) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => new(pipeline.CloseAsync(end));
}
