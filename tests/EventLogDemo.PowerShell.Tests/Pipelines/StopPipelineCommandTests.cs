using System.Management.Automation;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.PowerShell.Pipelines;
using EventLogDemo.PowerShell.Tests.Services;
using Xunit;
using Pipeline = EventLogDemo.Engine.Pipelines.Pipeline;

namespace EventLogDemo.PowerShell.Tests.Pipelines;

public sealed class StopPipelineCommandTests
{
    [Fact]
    public async Task Stopped_pipeline_is_gone_with_its_own_folder()
    {
        await using ModuleSession session = new();
        Pipeline pipeline = session.Start();

        Assert.Empty(session.Get("Stop-Pipeline"));

        Assert.Empty(PipelineRegistry.Current.All);
        Assert.False(Directory.Exists(pipeline.Folder));
    }

    [Theory]
    [InlineData("Stop-Pipeline")]
    [InlineData("Get-PipelineService")]
    [InlineData("Stop-PipelineService kafka")]
    [InlineData("Get-LogEvent")]
    [InlineData("'x' | Send-LogEvent")]
    [InlineData("Start-LogStream")]
    [InlineData("Get-LogStream")]
    [InlineData("Wait-Pipeline")]
    [InlineData("Get-PipelineMetric")]
    [InlineData("Watch-PipelineMetric")]
    [InlineData("Stop-LogStream 1")]
    public async Task Without_a_pipeline_the_error_says_how_to_start_one(string command)
    {
        await using ModuleSession session = new();

        ErrorRecord error = session.Fail(command, "NoPipeline");

        Assert.Contains("Start-Pipeline", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Docker", "", "Stop the pipeline and remove its containers")]
    [InlineData("Docker", "-RemoveData", "Stop the pipeline, remove its containers, and delete their volumes and '/state/default'")]
    [InlineData("Docker", "-RemoveImage", "Stop the pipeline and remove its containers; also delete its images")]
    [InlineData("External", "-RemoveImage", "Close the pipeline; its clusters keep running")]
    [InlineData("External", "-RemoveData", "Close the pipeline and delete '/state/default'; its clusters keep running and keep their events")]
    public async Task WhatIf_says_what_becomes_of_the_data_and_does_nothing(string environment, string switches, string expected)
    {
        await using ModuleSession session = new();
        Pipeline pipeline = await RegisteredPipeline.AddAsync(environment, new WatchedServices("flink"));

        Assert.Equal(expected, PipelineEndText.ActionOf(pipeline, new PipelineEnd
        {
            StopsServices = true,
            DeletesData = switches == "-RemoveData",
            DeletesImages = switches == "-RemoveImage",
        }));
        session.Get($"Stop-Pipeline {switches} -WhatIf");
        Assert.Same(pipeline, Assert.Single(PipelineRegistry.Current.All));
    }

    [Fact]
    public async Task Several_pipelines_are_not_stopped_by_guess()
    {
        await using ModuleSession session = new();
        session.Start("one");
        session.Start("two");

        ErrorRecord error = session.Fail("Stop-Pipeline", "AmbiguousPipeline");

        Assert.Contains("one, two", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, PipelineRegistry.Current.All.Count);
    }

    [Fact]
    public async Task Good_bad_and_good_name_give_two_results_and_one_error()
    {
        await using ModuleSession session = new();
        session.Start("one");
        session.Start("two");

        (IReadOnlyList<object> output, IReadOnlyList<ErrorRecord> errors) = session.Run("Stop-Pipeline one, three, two -PassThru");

        Assert.Equal(["one", "two"], output.Cast<PipelineInfo>().Select(pipeline => pipeline.Name));
        ErrorRecord error = Assert.Single(errors);
        Assert.StartsWith("UnknownPipeline,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("one, two", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Objects_are_stopped_and_one_stopped_before_is_an_error()
    {
        await using ModuleSession session = new();
        session.Start("one");

        (_, IReadOnlyList<ErrorRecord> errors) = session.Run(
            "$one = Get-Pipeline; $one | Stop-Pipeline; $null = Start-Pipeline one; $one | Stop-Pipeline; $one | Get-PipelineService");

        Assert.Equal(["PipelineClosed", "PipelineClosed"], errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]));
        Assert.Single(PipelineRegistry.Current.All);
    }

    [Fact]
    public async Task WhatIf_stops_nothing_and_PassThru_still_emits()
    {
        await using ModuleSession session = new();
        Pipeline pipeline = session.Start();

        Assert.Equal("Running", Assert.IsType<PipelineInfo>(Assert.Single(session.Get("Stop-Pipeline -RemoveData -PassThru -WhatIf"))).State);

        Assert.False(pipeline.IsClosed);
    }
}
