using System.Management.Automation;
using Xunit;
using Host = System.Management.Automation.PowerShell;

namespace EventLogDemo.PowerShell.Tests.Services;

public sealed class GetPipelineServiceLogCommandTests
{
    [Fact]
    public async Task Lines_tell_what_happened_to_a_service_and_end_with_the_last()
    {
        await using ModuleSession session = new();
        session.Start();
        session.Get("Stop-PipelineService kafka; Start-PipelineService kafka");

        ServiceLogLine[] lines = [.. session.Get("Get-PipelineServiceLog kafka -Last 2").Cast<ServiceLogLine>()];

        Assert.Equal(["Stopped", "Ready"], lines.Select(line => line.Line.Split(' ')[1]));
        Assert.All(lines, line => Assert.Equal(("default", "kafka"), (line.Pipeline, line.Service)));
        Assert.Empty(session.Get("Get-PipelineServiceLog kafka -Last 0"));
        Assert.Equal(4, session.Get("Get-PipelineServiceLog -Last 1").Count);
    }

    [Theory]
    [InlineData("-Last -1", "OptionRange")]
    [InlineData("-Last 1000001", "OptionRange")]
    [InlineData("-Name mysql", "UnknownService")]
    public async Task Bad_input_has_its_own_id(string arguments, string id)
    {
        await using ModuleSession session = new();
        session.Start();

        session.Fail($"Get-PipelineServiceLog {arguments}", id);
    }

    [Fact]
    public async Task Following_brings_the_lines_of_all_services_as_they_come_and_stops_at_once()
    {
        await using ModuleSession session = new();
        await using ModuleSession other = new();
        session.Start();
        using Host host = session.Create("Get-PipelineServiceLog -Last 0 -Follow");
        using PSDataCollection<PSObject> lines = new() { EnumeratorNeverBlocks = true };
        IAsyncResult run = host.BeginInvoke<PSObject, PSObject>(null, lines);

        // Again and again: nothing says when the command has begun to follow.
        while (lines.Select(line => ((ServiceLogLine)line.BaseObject).Service).Distinct().Count() < 2)
        {
            Assert.False(run.IsCompleted);
            other.Get("Restart-PipelineService kafka, cassandra");
        }

        host.Stop();
        Assert.True(run.AsyncWaitHandle.WaitOne(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task Log_that_cannot_be_followed_is_an_error_at_once_and_the_others_go_on()
    {
        await using ModuleSession session = new();
        await RegisteredPipeline.AddAsync("External", new WatchedServices("flink"));
        using Host host = session.Create("Get-PipelineServiceLog -Follow");
        using PSDataCollection<PSObject> lines = new() { EnumeratorNeverBlocks = true };
        using ManualResetEventSlim failed = new();
        host.Streams.Error.DataAdded += (_, _) => failed.Set();
        IAsyncResult run = host.BeginInvoke<PSObject, PSObject>(null, lines);

        Assert.True(failed.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        Assert.StartsWith("ServiceNotControllable,", host.Streams.Error[0].FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.False(run.IsCompleted);

        host.Stop();
        Assert.True(run.AsyncWaitHandle.WaitOne(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task Leaving_the_loop_ends_the_following()
    {
        await using ModuleSession session = new();
        session.Start();

        Assert.Single(session.Get("foreach ($once in 1) { Get-PipelineServiceLog -Last 1 -Follow | ForEach-Object { $_; break } }"));
    }
}
