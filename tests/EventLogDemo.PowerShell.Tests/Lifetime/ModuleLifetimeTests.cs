using System.Management.Automation.Runspaces;
using EventLogDemo.PowerShell.Lifetime;
using Xunit;
using Pipeline = EventLogDemo.Engine.Pipelines.Pipeline;

namespace EventLogDemo.PowerShell.Tests.Lifetime;

public sealed class ModuleLifetimeTests
{
    [Fact]
    public async Task Removal_from_the_last_runspace_closes_the_pipelines_and_no_earlier_one_does()
    {
        await using ModuleSession session = new();
        using Runspace one = Opened();
        using Runspace other = Opened();
        In(one, lifetime => lifetime.OnImport());
        In(other, lifetime => lifetime.OnImport());
        In(other, lifetime => lifetime.OnImport());
        Pipeline pipeline = session.Start();

        In(one, lifetime => lifetime.OnRemove(null!));
        Assert.False(pipeline.IsClosed);

        In(other, lifetime => lifetime.OnRemove(null!));
        Assert.True(pipeline.IsClosed);
        Assert.Empty(Engine.Pipelines.PipelineRegistry.Current.All);
    }

    [Fact]
    public async Task Runspace_that_was_closed_closes_nothing_and_keeps_nothing_open()
    {
        await using ModuleSession session = new();
        using Runspace main = Opened();
        using Runspace passing = Opened();
        In(main, lifetime => lifetime.OnImport());
        In(passing, lifetime => lifetime.OnImport());
        Pipeline pipeline = session.Start();

        passing.Close();
        Assert.False(pipeline.IsClosed);

        In(main, lifetime => lifetime.OnRemove(null!));
        Assert.True(pipeline.IsClosed);
    }

    private static Runspace Opened()
    {
        Runspace runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
        runspace.Open();
        return runspace;
    }

    private static void In(Runspace runspace, Action<ModuleLifetime> act)
    {
        Runspace? before = Runspace.DefaultRunspace;
        Runspace.DefaultRunspace = runspace;
        try
        {
            act(new ModuleLifetime());
        }
        finally
        {
            Runspace.DefaultRunspace = before;
        }
    }
}
