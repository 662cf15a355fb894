using System.Management.Automation;
using Xunit;
using Host = System.Management.Automation.PowerShell;

namespace EventLogDemo.PowerShell.Tests.Completion;

public sealed class CompleterTests
{
    [Theory]
    [InlineData("Stop-PipelineService -Name fl", "flink,flink-taskmanager")]
    [InlineData("Stop-PipelineService ka", "kafka")]
    [InlineData("Stop-PipelineService 'ka", "'kafka'")]
    [InlineData("Get-PipelineService zzz", "")]
    [InlineData("Get-PipelineService -Pipeline ord", "orders")]
    [InlineData("Stop-Pipeline ", "orders")]
    [InlineData("Start-Pipeline -Environment ", "Embedded,Docker,External")]
    [InlineData("Get-LogEvent -From K", "Kafka")]
    [InlineData("Stop-LogStream ", "1")]
    [InlineData("Start-LogStream -Format J", "Json")]
    public async Task Line_is_completed_from_what_is_running(string line, string values)
    {
        await using ModuleSession session = new();
        session.Start("orders");
        session.Get("Start-LogStream");

        List<CompletionResult> results = Complete(session, line);

        Assert.Equal(values, string.Join(',', results.Select(result => result.CompletionText)));
        Assert.All(results, result => Assert.NotEmpty(result.ToolTip));
    }

    [Theory]
    [InlineData("Stop-PipelineService -Name ka")]
    [InlineData("Stop-PipelineService -Pipeline nobody -Name ka")]
    [InlineData("Stop-Pipeline -Name x")]
    public async Task Nothing_is_completed_without_a_pipeline(string line)
    {
        await using ModuleSession session = new();

        Assert.Empty(Complete(session, line));
    }

    private static List<CompletionResult> Complete(ModuleSession session, string line)
    {
        using Host host = session.Create("param($Line) [System.Management.Automation.CommandCompletion]::CompleteInput($Line, $Line.Length, $null)");
        host.AddParameter("Line", line);
        CommandCompletion completion = (CommandCompletion)Assert.Single(host.Invoke()).BaseObject;
        return [.. completion.CompletionMatches.Where(match => match.ResultType is CompletionResultType.ParameterValue)];
    }
}
