using System.Management.Automation;
using Xunit;

namespace EventLogDemo.PowerShell.Tests.Streams;

public sealed class StreamCommandTests
{
    [Theory]
    [InlineData("Suspend-LogStream 1 -PassThru", "Suspended")]
    [InlineData("Suspend-LogStream 1; Resume-LogStream 1 -PassThru", "Running")]
    [InlineData("Stop-LogStream 1 -PassThru", "Stopped")]
    [InlineData("Stop-LogStream 1 -Drain -PassThru", "Stopped")]
    [InlineData("Set-LogStream 1 -Rate 500 -PassThru", "Running")]
    public async Task Action_leaves_the_stream_in_its_state(string script, string state)
    {
        await using ModuleSession session = new();
        session.Start();
        session.Get("Start-LogStream");

        Assert.Equal(state, Assert.IsType<LogStreamInfo>(Assert.Single(session.Get(script))).State);
    }

    [Fact]
    public async Task Rate_changes_while_the_stream_runs()
    {
        await using ModuleSession session = new();
        session.Start();

        LogStreamInfo stream = Assert.IsType<LogStreamInfo>(Assert.Single(session.Get("Start-LogStream | Set-LogStream -Rate 250 -PassThru")));

        Assert.Equal(250, stream.Rate);
    }

    [Fact]
    public async Task Drained_stream_has_nothing_buffered_and_all_acknowledged()
    {
        await using ModuleSession session = new();
        session.Start();

        LogStreamInfo stream = Assert.IsType<LogStreamInfo>(
            Assert.Single(session.Get("Start-LogStream -Rate 0 -Count 10000 | Stop-LogStream -Drain -PassThru")));

        Assert.Equal((stream.Produced, 0), (stream.Acked, stream.Buffered));
    }

    [Fact]
    public async Task Wait_emits_streams_that_have_ended_and_an_error_for_each_that_has_not()
    {
        await using ModuleSession session = new();
        session.Start();
        session.Get("Start-LogStream -Rate 0 -Count 5000; Start-LogStream; Start-LogStream -Rate 0 -Count 10");

        (IReadOnlyList<object> output, IReadOnlyList<ErrorRecord> errors) = session.Run("Wait-LogStream 1, 3; Wait-LogStream -Timeout 50ms");

        Assert.Equal([1, 3, 1, 3], output.Cast<LogStreamInfo>().Select(stream => stream.Id));
        Assert.Equal(5_000, ((LogStreamInfo)output[0]).Acked);
        ErrorRecord error = Assert.Single(errors);
        Assert.Equal("StreamTimeout", error.FullyQualifiedErrorId.Split(',')[0]);
        Assert.Equal(2, error.TargetObject);
        Assert.StartsWith("Cannot wait for stream 2: after 0.05 s it is Running,", error.ToString(), StringComparison.Ordinal);
        Assert.Equal("Running", Assert.IsType<LogStreamInfo>(Assert.Single(session.Get("Get-LogStream 2"))).State);
    }

    [Fact]
    public async Task Wait_takes_streams_from_the_pipeline()
    {
        await using ModuleSession session = new();
        session.Start();

        LogStreamInfo stream = Assert.IsType<LogStreamInfo>(Assert.Single(session.Get("Start-LogStream -Rate 0 -Count 100 | Wait-LogStream -Timeout 20s")));

        Assert.Equal("Completed", stream.State);
    }

    [Fact]
    public async Task Drain_with_kafka_down_is_an_error_at_the_timeout_and_goes_on_when_kafka_is_back()
    {
        await using ModuleSession session = new();
        session.Start();
        session.Get("Stop-PipelineService kafka; $null = Start-LogStream -Rate 0");
        await Eventually.TrueAsync(() => Task.FromResult(Find().Buffered > 0), TestContext.Current.CancellationToken);

        ErrorRecord error = session.Fail("Stop-LogStream 1 -Drain -Timeout 50ms", "StreamTimeout");

        Assert.StartsWith("Cannot drain stream 1: after 0.05 s it is Draining, with ", error.ToString(), StringComparison.Ordinal);
        session.Get("Start-PipelineService kafka; Wait-LogStream 1");
        Assert.Equal(("Stopped", Find().Produced), (Find().State, Find().Acked));

        LogStreamInfo Find() => Assert.IsType<LogStreamInfo>(Assert.Single(session.Get("Get-LogStream 1")));
    }

    [Theory]
    [InlineData("Wait-LogStream -Timeout -1s")]
    [InlineData("Wait-LogStream -Timeout 2d")]
    [InlineData("Stop-LogStream 1 -Timeout -1s")]
    public async Task Timeout_outside_its_range_is_refused(string script)
    {
        await using ModuleSession session = new();
        session.Start();
        session.Get("Start-LogStream");

        session.Fail(script, "OptionRange");
    }

    [Fact]
    public async Task Good_bad_and_good_number_give_two_results_and_one_error()
    {
        await using ModuleSession session = new();
        session.Start();
        session.Get("Start-LogStream; Start-LogStream");

        (IReadOnlyList<object> output, IReadOnlyList<ErrorRecord> errors) = session.Run("Stop-LogStream 1, 7, 2 -PassThru");

        Assert.Equal([1, 2], output.Cast<LogStreamInfo>().Select(stream => stream.Id));
        ErrorRecord error = Assert.Single(errors);
        Assert.StartsWith("UnknownStream,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("1, 2", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Objects_pipe_from_one_cmdlet_into_the_next()
    {
        await using ModuleSession session = new();
        session.Start("one");
        session.Start("two");

        IReadOnlyList<object> output = session.Get(
            "Get-Pipeline | Start-LogStream | Suspend-LogStream -PassThru | Stop-LogStream -PassThru");

        Assert.Equal(["one", "two"], output.Cast<LogStreamInfo>().Select(stream => stream.Pipeline));
        Assert.All(output.Cast<LogStreamInfo>(), stream => Assert.Equal("Stopped", stream.State));
    }

    [Fact]
    public async Task WhatIf_stops_nothing_and_PassThru_still_emits()
    {
        await using ModuleSession session = new();
        session.Start();
        session.Get("Start-LogStream");

        LogStreamInfo stream = Assert.IsType<LogStreamInfo>(Assert.Single(session.Get("Get-LogStream | Stop-LogStream -PassThru -WhatIf")));

        Assert.Equal("Running", stream.State);
    }

    [Fact]
    public async Task Rate_outside_its_range_is_refused_and_the_old_one_stays()
    {
        await using ModuleSession session = new();
        session.Start();

        ErrorRecord error = session.Fail("Start-LogStream -Rate 5 | Set-LogStream -Rate -1", "OptionRange");

        Assert.Contains("from 0.001 to 10,000,000", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(5, Assert.IsType<LogStreamInfo>(Assert.Single(session.Get("Get-LogStream"))).Rate);
    }
}
