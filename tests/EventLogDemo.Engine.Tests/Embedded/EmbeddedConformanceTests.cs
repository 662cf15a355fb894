using EventLogDemo.Engine.Environments;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Tests.Conformance;

namespace EventLogDemo.Engine.Tests.Embedded;

public sealed class EmbeddedLogTests : EventLogConformance
{
    protected override Task<PipelineFixture> StartAsync(PipelineOptions? options = null) => EmbeddedFixture.StartAsync(options);
}

public sealed class EmbeddedProcessingTests : ProcessingConformance
{
    protected override Task<PipelineFixture> StartAsync(PipelineOptions? options = null) => EmbeddedFixture.StartAsync(options);
}

internal static class EmbeddedFixture
{
    public static async Task<PipelineFixture> StartAsync(PipelineOptions? options = null) => new(
        await new EmbeddedEnvironment(TimeProvider.System).StartAsync(
            options ?? new PipelineOptions(), progress: null, TestContext.Current.CancellationToken));
}
