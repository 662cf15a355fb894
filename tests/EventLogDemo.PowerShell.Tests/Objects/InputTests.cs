using System.Globalization;
using System.Management.Automation;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Streams;
using Xunit;

namespace EventLogDemo.PowerShell.Tests.Objects;

/// <summary>What comes down the pipeline into cmdlets that work on something that exists.</summary>
public sealed class InputTests
{
    [Theory]
    [InlineData("Stop-Pipeline two; 'kafka', 'cass*' | Get-PipelineService", "one kafka,one cassandra")]
    [InlineData("[pscustomobject]@{ Pipeline = 'two'; Name = 'kafka' } | Get-PipelineService", "two kafka")]
    [InlineData("@{ Pipeline = 'two'; Name = 'kafka' } | Get-PipelineService", "two kafka")]
    [InlineData("[pscustomobject]@{ Name = 'kafka' } | Get-PipelineService -Pipeline two", "two kafka")]
    [InlineData("Stop-Pipeline two; [pscustomobject]@{ Name = 'flink*' } | Get-PipelineService", "one flink,one flink-taskmanager")]
    [InlineData("'TWO' | Get-PipelineService KAFKA", "two kafka")]
    [InlineData("Get-Pipeline two | Get-PipelineService kafka", "two kafka")]
    [InlineData("Get-PipelineService kafka -Pipeline *", "one kafka,two kafka")]
    [InlineData("Get-PipelineService kafka -Pipeline t*", "two kafka")]
    [InlineData("Get-PipelineService kafka -Pipeline none*", "")]
    [InlineData("Get-PipelineService kafka -Pipeline two | Stop-PipelineService -PassThru", "two kafka")]
    [InlineData("Stop-Pipeline two; 'kafka' | Stop-PipelineService -PassThru", "one kafka")]
    [InlineData("Get-PipelineMetric -Pipeline two | Get-PipelineService kafka", "two kafka")]
    public async Task Services_are_found_by_what_comes_down_the_pipeline(string script, string found)
    {
        await using ModuleSession session = new();
        session.Start("one");
        session.Start("two");

        IEnumerable<PipelineService> services = session.Get(script).Cast<PipelineService>();

        Assert.Equal(found, string.Join(',', services.Select(service => $"{service.Pipeline} {service.Name}")));
    }

    [Theory]
    [InlineData("Get-LogStream -Pipeline * | Get-LogStream", "one 1,one 2,two 1")]
    [InlineData("Get-Pipeline | Get-LogStream", "one 1,one 2,two 1")]
    [InlineData("'two' | Get-LogStream", "two 1")]
    [InlineData("2 | Get-LogStream -Pipeline one", "one 2")]
    [InlineData("[pscustomobject]@{ Pipeline = 'one'; Id = '2' } | Get-LogStream", "one 2")]
    [InlineData("Get-PipelineMetric -Pipeline two | Get-LogStream", "two 1")]
    [InlineData("Get-Pipeline one | Stop-LogStream 2 -PassThru", "one 2")]
    public async Task Streams_are_found_by_what_comes_down_the_pipeline(string script, string found)
    {
        await using ModuleSession session = new();
        session.Start("one");
        session.Start("two");
        session.Get("$null = Start-LogStream -Pipeline one; $null = Start-LogStream -Pipeline one; $null = Start-LogStream -Pipeline two");

        IEnumerable<LogStreamInfo> streams = session.Get(script).Cast<LogStreamInfo>();

        Assert.Equal(found, string.Join(',', streams.Select(stream => $"{stream.Pipeline} {stream.Id}")));
    }

    [Theory]
    [InlineData("'default' | Get-Pipeline", 1)]
    [InlineData("[pscustomobject]@{ Name = 'def*' } | Get-Pipeline", 1)]
    [InlineData("Get-Pipeline | Get-Pipeline", 1)]
    [InlineData("Get-LogStream | Get-PipelineMetric", 1)]
    [InlineData("'default' | Get-PipelineMetric", 1)]
    [InlineData("[pscustomobject]@{ Pipeline = 'default' } | Get-PipelineMetric", 1)]
    [InlineData("Get-Pipeline | Get-LogEvent Kafka", 1)]
    [InlineData("Get-Pipeline | Wait-Pipeline", 1)]
    public async Task Pipelines_are_found_by_what_comes_down_the_pipeline(string script, int count)
    {
        await using ModuleSession session = new();
        session.Start();
        session.Get("$null = Start-LogStream -Count 1 -Wait");

        Assert.Equal(count, session.Get(script).Count);
    }

    [Theory]
    [InlineData("[version]'1.0' | Get-PipelineMetric")]
    [InlineData("[version]'1.0' | Get-Pipeline")]
    [InlineData("[pscustomobject]@{ Size = 1 } | Get-PipelineService")]
    [InlineData("[pscustomobject]@{ Size = 1 } | Get-LogStream")]
    [InlineData("Get-Pipeline | Stop-PipelineService")]
    [InlineData("Get-Pipeline | Stop-LogStream")]
    [InlineData("Get-PipelineService kafka | Stop-Pipeline")]
    [InlineData("Get-LogStream | Stop-Pipeline -RemoveData")]
    [InlineData("Get-PipelineService kafka | Stop-PipelineService cassandra")]
    [InlineData("Get-LogStream | Stop-LogStream 1")]
    public async Task Object_that_is_not_meant_is_refused_and_nothing_is_done(string script)
    {
        await using ModuleSession session = new();
        Pipeline pipeline = session.Start();
        session.Get("$null = Start-LogStream");

        session.Fail(script, "InputObject");

        Assert.False(pipeline.IsClosed);
        Assert.True(Assert.Single(StreamRoster.Of(pipeline).All).IsStreaming);
        Assert.All(session.Get("Get-PipelineService").Cast<PipelineService>(), service => Assert.Equal("Ready", service.State));
    }

    [Theory]
    [InlineData("Get-Pipeline", "Get-LogStream", "Stop-Pipeline")]
    [InlineData("Get-PipelineService kafka", "Stop-PipelineService", "Stop-Pipeline")]
    [InlineData("Get-LogStream", "Set-LogStream -Rate 1", "Stop-Pipeline")]
    [InlineData("Get-PipelineMetric", "Get-PipelineMetric", null)]
    public async Task Object_from_CliXml_means_what_it_was_made_of_and_no_later_one_of_that_name(string get, string use, string? end)
    {
        await using ModuleSession session = new();
        session.Start();
        session.Get($"$null = Start-LogStream; $global:back = & {{ {get} }} | ForEach-Object {{ [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($_)) }}");

        session.Get($"$back | {use}");

        if (end is not null)
        {
            session.Get($"{end}; $null = Start-Pipeline; $null = Start-LogStream");
            session.Fail($"$back | {use}", "PipelineClosed");
        }
    }

    [Fact]
    public async Task Stream_of_another_run_is_not_taken_for_the_one_of_its_number()
    {
        await using ModuleSession session = new();
        session.Start();
        session.Get("$null = Start-LogStream");

        session.Fail("[pscustomobject]@{ Pipeline = 'default'; Id = 1; Run = [guid]::NewGuid() } | Stop-LogStream", "UnknownStream");
    }

    [Theory]
    [InlineData("Get-PipelineService FLINK")]
    [InlineData("Get-PipelineService FLIN?")]
    [InlineData("'FLINK' | Get-PipelineService")]
    [InlineData("Get-Pipeline MINI")]
    [InlineData("Get-Pipeline M?NI")]
    [InlineData("Get-PipelineMetric -Pipeline MINI")]
    [InlineData("Get-PipelineMetric -Pipeline MIN*")]
    public async Task Case_is_ignored_the_same_way_in_every_culture(string script)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        await using ModuleSession session = new();
        session.Start("mini");
        try
        {
            session.Get("[System.Threading.Thread]::CurrentThread.CurrentCulture = [cultureinfo]'tr-TR'");
            CultureInfo.CurrentCulture = new CultureInfo("tr-TR");

            Assert.Single(session.Get(script));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("Stop-Pipeline")]
    [InlineData("Wait-Pipeline")]
    [InlineData("Get-LogStream")]
    [InlineData("Start-LogStream")]
    [InlineData("Stop-LogStream 1")]
    [InlineData("Set-LogStream 1 -Rate 1")]
    [InlineData("Suspend-LogStream 1")]
    [InlineData("Resume-LogStream 1")]
    [InlineData("'x' | Send-LogEvent")]
    [InlineData("Get-LogEvent")]
    [InlineData("Get-PipelineMetric")]
    [InlineData("Watch-PipelineMetric")]
    [InlineData("Get-PipelineService")]
    [InlineData("Get-PipelineService kafka")]
    [InlineData("Get-PipelineServiceLog")]
    [InlineData("Wait-PipelineService")]
    [InlineData("Start-PipelineService kafka")]
    [InlineData("Stop-PipelineService kafka")]
    [InlineData("Restart-PipelineService kafka")]
    [InlineData("Suspend-PipelineService kafka")]
    [InlineData("Resume-PipelineService kafka")]
    public async Task No_pipeline_is_one_error_that_ends_nothing_and_can_be_quieted(string script)
    {
        await using ModuleSession session = new();

        (IReadOnlyList<object> output, IReadOnlyList<ErrorRecord> errors) = session.Run($"{script}; 'went on'");
        Assert.Equal(["went on"], output);
        Assert.StartsWith("NoPipeline,", Assert.Single(errors).FullyQualifiedErrorId, StringComparison.Ordinal);

        Assert.Equal(["went on"], session.Get($"{script} -ErrorAction SilentlyContinue; 'went on'"));
    }
}
