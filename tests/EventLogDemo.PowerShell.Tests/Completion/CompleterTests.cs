using System.Management.Automation;
using System.Reflection;
using EventLogDemo.PowerShell.Bridge;
using EventLogDemo.PowerShell.Completion;
using EventLogDemo.PowerShell.Conversion;
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
    [InlineData("Start-LogStream -Size 1", "1b,1kb,1mb,1gb,100b,16kb")]
    [InlineData("Start-LogStream -SizeKB 51", "51b,51kb,51mb,51gb,512b")]
    [InlineData("Start-LogStream -BufferSize ", "1mb,16mb,64mb,256mb,1gb,4gb")]
    [InlineData("Start-LogStream -Duration 2", "2ms,2s,2m,2h,2d")]
    [InlineData("Start-LogStream -Duration 2.5m", "")]
    [InlineData("Watch-PipelineMetric -Interval ", "100ms,500ms,1s,5s,10s,30s,1m,5m,1h")]
    [InlineData("Stop-PipelineService kafka -Timeout '1", "'1ms','1s','1m','1h','1d','100ms','10s'")]
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

    [Theory]
    [InlineData(typeof(Duration), typeof(DurationCompleter))]
    [InlineData(typeof(ByteSize), typeof(ByteSizeCompleter))]
    public void Every_parameter_that_is_written_with_a_unit_is_completed(Type type, Type completer)
    {
        List<PropertyInfo> parameters = [.. typeof(AsyncCmdlet).Assembly.GetExportedTypes()
            .SelectMany(cmdlet => cmdlet.GetProperties())
            .Where(property => property.PropertyType == type && property.GetCustomAttributes<ParameterAttribute>().Any())];

        Assert.NotEmpty(parameters);
        Assert.All(parameters, parameter => Assert.True(
            parameter.GetCustomAttribute<ArgumentCompleterAttribute>()?.Type.IsAssignableTo(completer),
            $"{parameter.DeclaringType!.Name}.{parameter.Name} has no {completer.Name}"));
    }

    private static List<CompletionResult> Complete(ModuleSession session, string line)
    {
        using Host host = session.Create("param($Line) [System.Management.Automation.CommandCompletion]::CompleteInput($Line, $Line.Length, $null)");
        host.AddParameter("Line", line);
        CommandCompletion completion = (CommandCompletion)Assert.Single(host.Invoke()).BaseObject;
        return [.. completion.CompletionMatches.Where(match => match.ResultType is CompletionResultType.ParameterValue)];
    }
}
