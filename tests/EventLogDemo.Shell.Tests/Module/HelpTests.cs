using Xunit;

namespace EventLogDemo.Shell.Tests.Module;

/// <summary>What Get-Help shows in the shell of this repository.</summary>
public sealed class HelpTests
{
    [Fact]
    public async Task GetHelp_ShowsThePageOfACmdlet()
    {
        string shown = string.Join('\n', await ChildProcess.GetLinesAsync("Get-Help Stop-Pipeline -Full"));

        Assert.Contains("Stops pipelines, and removes what was only there for them.", shown, StringComparison.Ordinal);
        Assert.Matches(@"-RemoveData \[<switch>\]\s+Deletes the data", shown);
        Assert.Contains("Stop-Pipeline -WhatIf", shown, StringComparison.Ordinal);
        Assert.Contains("- PipelineClosed: ", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetHelp_ShowsOneParameter() => Assert.Contains(
        "The number of partitions of the topic, from 1 to 1,024.",
        string.Join('\n', await ChildProcess.GetLinesAsync("Get-Help Start-Pipeline -Parameter PartitionCount")),
        StringComparison.Ordinal);
}
