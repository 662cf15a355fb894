using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Stepping;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventLogDemo.PowerShell.Tests;

/// <summary>Pipelines of any environment for cmdlets that ask nothing but their services.</summary>
internal static class RegisteredPipeline
{
    public static Task<Pipeline> AddAsync(string environment, IServiceHost services) =>
        PipelineRegistry.Current.AddAsync("default", () =>
        {
            PipelineOptions options = new();
            PipelineManifest manifest = PipelineManifest.New(environment, options, Guid.NewGuid(), DateTimeOffset.UnixEpoch);
            return Task.FromResult(new Pipeline(
                manifest,
                options,
                "/state/default",
                new PipelinePorts(null!, null!, null!, services),
                new StepClock(TimeProvider.System),
                NullLoggerFactory.Instance,
                new NoParts()));
        });

    private sealed class NoParts : IPipelineParts
    {
        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        public ValueTask ReleaseAsync(PipelineEnd end) => ValueTask.CompletedTask;
    }
}
