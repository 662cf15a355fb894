using EventLogDemo.Engine.Pipelines;
using EventLogDemo.PowerShell.Lifetime;
using Xunit;

namespace EventLogDemo.PowerShell.Tests.Lifetime;

public sealed class ModuleLifetimeTests
{
    [Fact]
    public async Task Removal_of_the_last_import_closes_the_pipelines_and_no_earlier_one_does()
    {
        await using ModuleSession session = new();
        ModuleLifetime lifetime = new();
        lifetime.OnImport();
        new ModuleLifetime().OnImport();
        Pipeline pipeline = session.Start();

        lifetime.OnRemove(null!);
        Assert.False(pipeline.IsClosed);

        lifetime.OnRemove(null!);
        Assert.True(pipeline.IsClosed);
        Assert.Empty(PipelineRegistry.Current.All);
    }
}
