using System.Management.Automation;
using Xunit;
using Host = System.Management.Automation.PowerShell;

namespace EventLogDemo.PowerShell.Tests.Metrics;

public sealed class MetricCommandTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Drained_pipeline_has_equal_counts_at_every_hop()
    {
        await using ModuleSession session = new();
        session.Start();
        session.Get("1..500 | Send-LogEvent");

        PipelineMetricInfo metric = Sample(session.Get("Wait-Pipeline -Drained"));

        Assert.Equal(
            (500, 500, 500, 500, 0), (metric.ProducerCount, metric.AckedCount, metric.KafkaCount, metric.CassandraCount, metric.Lag));
        Assert.Equal(metric.CassandraCount, Sample(session.Get("Get-PipelineMetric")).CassandraCount);
    }

    [Fact]
    public async Task Service_that_is_down_counts_minus_one()
    {
        await using ModuleSession session = new();
        session.Start();

        PipelineMetricInfo metric = Sample(session.Get("Stop-PipelineService kafka; Get-PipelineMetric"));

        Assert.Equal((-1, -1, 0), (metric.KafkaCount, metric.Lag, metric.CassandraCount));
    }

    [Fact]
    public async Task History_has_the_samples_taken_before()
    {
        await using ModuleSession session = new();
        session.Start("-RefreshInterval 1h");

        List<DateTime> taken =
            [.. session.Get("Get-PipelineMetric; Get-PipelineMetric -History").Cast<PipelineMetricInfo>().Select(sample => sample.Time)];

        Assert.Contains(taken[0], taken.Skip(1));
    }

    [Theory]
    [InlineData("-Count 3", 3)]
    [InlineData("-Until { $_.CassandraCount -ge 0 }", 1)]
    [InlineData("-Until { $script:seen++; $script:seen -eq 4 }", 4)]
    [InlineData("-Count 3 -Live", 1)]
    public async Task Watch_ends_by_itself(string arguments, int samples)
    {
        await using ModuleSession session = new();
        session.Start();

        Assert.Equal(samples, session.Get($"Watch-PipelineMetric -Interval 10ms {arguments}").Count);
    }

    [Theory]
    [InlineData("-Count 2", 2, "in 2 samples")]
    [InlineData("-Timeout 30ms", 1, "within 0.03 s")]
    [InlineData("-Timeout 0", 1, "within 0 s")]
    [InlineData("-Timeout 30ms -Live", 1, "within 0.03 s")]
    public async Task Watch_that_ends_before_its_condition_holds_is_an_error_behind_its_samples(string arguments, int samples, string says)
    {
        await using ModuleSession session = new();
        session.Start();

        IReadOnlyList<object> output = session.Get($$"""
            Watch-PipelineMetric -Interval 20ms -Until { $false } {{arguments}} -ErrorAction SilentlyContinue -ErrorVariable failed
            $?
            $failed.Count
            $failed[0].FullyQualifiedErrorId
            "$($failed[0])"
            """);

        Assert.True(output.OfType<PipelineMetricInfo>().Count() >= samples);
        Assert.Equal([false, 1], output.SkipWhile(item => item is PipelineMetricInfo).Take(2));
        Assert.StartsWith("ConditionNotMet", (string)output[^2], StringComparison.Ordinal);
        Assert.Contains(says, (string)output[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_that_ends_with_its_condition_or_has_none_is_no_error()
    {
        await using ModuleSession session = new();
        session.Start();

        Assert.Equal(
            [true, true],
            session.Get("""
                $null = Watch-PipelineMetric -Interval 10ms -Until { $true } -Timeout 1m; $?
                $null = Watch-PipelineMetric -Interval 10ms -Timeout 30ms; $?
                """));
    }

    [Fact]
    public async Task Counts_that_are_not_known_do_not_pass_for_small_ones()
    {
        await using ModuleSession session = new();
        session.Start();

        IReadOnlyList<object> output = session.Get("""
            Get-PipelineMetric | Where-Object IsKnown | ForEach-Object { 'known' }
            Stop-PipelineService kafka
            $down = Get-PipelineMetric
            $down | Where-Object { $_.IsKnown -and $_.Lag -le 10 }
            $down | Where-Object Unknown -NotContains Lag
            $down | Where-Object Down -Contains kafka | ForEach-Object { "$($_.Down) $($_.Unknown)" }
            """);

        Assert.Equal(["known", "kafka KafkaCount Lag"], output);
    }

    [Fact]
    public async Task Break_leaves_nothing_running_and_the_pipeline_can_be_stopped()
    {
        await using ModuleSession session = new();
        session.Start();

        IReadOnlyList<object> output = session.Get("""
            foreach ($once in 1) { $seen = 0; Watch-PipelineMetric -Interval 10ms | ForEach-Object { $_; if (++$seen -eq 2) { break } } }
            Stop-Pipeline
            """);

        Assert.Equal(2, output.Count);
    }

    [Fact]
    public async Task Stop_ends_a_watch_between_two_samples()
    {
        await using ModuleSession session = new();
        session.Start();
        using Host host = session.Create("Watch-PipelineMetric -Interval 1h");

        await Eventually.StopsAfterItsFirstObjectAsync(host, Token);
    }

    [Fact]
    public async Task Stop_ends_a_wait()
    {
        await using ModuleSession session = new();
        session.Start();
        session.Get("Stop-PipelineService flink");
        using Host host = session.Create("'sent'; Wait-Pipeline -Healthy");
        using PSDataCollection<PSObject> output = [];
        TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        output.DataAdded += (_, _) => begun.TrySetResult();

        IAsyncResult run = host.BeginInvoke<PSObject, PSObject>(null, output);
        await begun.Task.WaitAsync(Token);
        await Eventually.EndsAsync(host.Stop, Token);

        Assert.Throws<PipelineStoppedException>(() => host.EndInvoke(run));
    }

    [Theory]
    [InlineData("Wait-Pipeline -Healthy")]
    [InlineData("Wait-Pipeline -Lag 0")]
    [InlineData("Wait-Pipeline")]
    public async Task Wait_for_what_is_there_gives_a_sample(string script)
    {
        await using ModuleSession session = new();
        session.Start();

        Sample(session.Get(script));
    }

    [Theory]
    [InlineData("Stop-PipelineService flink; Wait-Pipeline -Healthy -Timeout 50ms", "PipelineWaitTimeout", "flink")]
    [InlineData("Wait-Pipeline -Lag -1", "OptionRange", "from 0 to")]
    [InlineData("Wait-Pipeline -Timeout -1s", "OptionRange", "from 0 s to")]
    [InlineData("Wait-Pipeline -Timeout soon", "DurationFormat", "500ms")]
    [InlineData("Watch-PipelineMetric -Interval 0", "OptionRange", "from 10 ms to")]
    [InlineData("Watch-PipelineMetric -Interval 1ms", "OptionRange", "from 10 ms to")]
    [InlineData("Watch-PipelineMetric -Count 0", "OptionRange", "from 1 to")]
    [InlineData("Watch-PipelineMetric -Timeout 2d", "OptionRange", "from 0 s to")]
    [InlineData("Get-PipelineMetric -Pipeline nobody", "UnknownPipeline", "default")]
    public async Task Bad_input_has_its_own_id(string script, string id, string says)
    {
        await using ModuleSession session = new();
        session.Start();

        Assert.Contains(says, session.Fail(script, id).ToString(), StringComparison.Ordinal);
    }

    private static PipelineMetricInfo Sample(IReadOnlyList<object> output) => Assert.IsType<PipelineMetricInfo>(Assert.Single(output));
}
