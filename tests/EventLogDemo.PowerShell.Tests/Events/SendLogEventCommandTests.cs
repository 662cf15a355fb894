using System.Management.Automation;
using System.Text;
using EventLogDemo.Engine.Events;
using EventLogDemo.Engine.Ledger;
using EventLogDemo.Engine.Streams;
using EventLogDemo.PowerShell.Events;
using Xunit;
using Host = System.Management.Automation.PowerShell;
using Pipeline = EventLogDemo.Engine.Pipelines.Pipeline;

namespace EventLogDemo.PowerShell.Tests.Events;

public sealed class SendLogEventCommandTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_item_becomes_an_event_and_the_summary_counts_them()
    {
        await using ModuleSession session = new();
        session.Start("-PartitionCount 1");

        SendSummary summary = Summary(session.Get("$input | Send-LogEvent", "plain", "", "grün\u001b[31m", 42, new Version(1, 2)));

        Assert.Equal((5, 5, 0, 0, 0), (summary.Sent, summary.Acked, summary.Failed, summary.Unknown, summary.TooLarge));
        Assert.Equal(["plain", "", "grün\u001b[31m", "42", "1.2"], Bodies(session));
    }

    [Fact]
    public async Task Events_that_were_read_are_sent_byte_for_byte()
    {
        await using ModuleSession session = new();
        session.Start("one -PartitionCount 1");
        session.Start("two -PartitionCount 1");
        byte[] body = [0xff, 0x00, 0x1b];
        session.Get("Send-LogEvent -Pipeline one -InputObject ([byte[]](255, 0, 27))");

        session.Get("Get-LogEvent Kafka -Pipeline one | Send-LogEvent -Pipeline two");

        LogEvent copied = Assert.IsType<LogEvent>(Assert.Single(session.Get("Get-LogEvent Kafka -Pipeline two")));
        Assert.Equal(body, copied.Bytes);
    }

    [Fact]
    public async Task Item_that_is_too_large_is_an_error_and_the_next_goes_on()
    {
        await using ModuleSession session = new();
        session.Start("-PartitionCount 1");

        (IReadOnlyList<object> output, IReadOnlyList<ErrorRecord> errors) = session.Run(
            "$input | Send-LogEvent", "before", new string('x', 1_000_001), new string('ü', 500_001), new string('y', 1_000_000), "after");

        Assert.Equal(["EventTooLarge", "EventTooLarge"], errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]));
        SendSummary summary = Summary(output);
        Assert.Equal((3, 3, 2), (summary.Sent, summary.Acked, summary.TooLarge));
        Assert.Equal([6, 1_000_000, 5], Bodies(session).Select(body => body.Length));
    }

    [Fact]
    public async Task PassThru_emits_what_was_sent()
    {
        await using ModuleSession session = new();
        session.Start();

        Assert.Equal(["a", "b"], session.Get("'a', 'b' | Send-LogEvent -PassThru"));
    }

    [Fact]
    public async Task Source_gets_a_run_of_its_own_that_is_closed_with_the_command()
    {
        await using ModuleSession session = new();
        Pipeline pipeline = session.Start();
        session.Get("'other' | Send-LogEvent");

        SendSummary summary = Summary(session.Get("'a', 'b' | Send-LogEvent -Source web-01"));
        session.Get("foreach ($once in 1) { 1..100 | Send-LogEvent -Source web-02 -PassThru | ForEach-Object { break } }");

        RunRecord[] runs = [.. LedgerReader.ReadAll(pipeline.Folder).Where(run => run.Header.Source.StartsWith("web-", StringComparison.Ordinal))];
        Assert.Equal([("web-01", true), ("web-02", true)], runs.Select(run => (run.Header.Source, run.IsClosed)).Order());
        Assert.Equal(0, StreamRoster.Of(pipeline).Totals.Buffered);
    }

    [Fact]
    public async Task WhatIf_sends_nothing()
    {
        await using ModuleSession session = new();
        Pipeline pipeline = session.Start();

        Assert.Empty(session.Get("'a', 'b' | Send-LogEvent -WhatIf"));

        Assert.Equal(0, StreamRoster.Of(pipeline).Totals.Attempted);
    }

    [Theory]
    [InlineData("'a', 'b' | Send-LogEvent -Pipeline nobody", "UnknownPipeline")]
    [InlineData("Stop-Pipeline; 'a', 'b' | Send-LogEvent", "NoPipeline")]
    public async Task Failure_of_the_whole_command_is_one_error(string script, string id)
    {
        await using ModuleSession session = new();
        session.Start();

        session.Fail(script, id);
    }

    [Fact]
    public async Task Stop_while_the_log_does_not_answer_ends_the_wait()
    {
        await using ModuleSession session = new();
        StreamRoster roster = StreamRoster.Of(session.Start());
        session.Get("Stop-PipelineService kafka");
        using Host host = session.Create("'only' | Send-LogEvent");

        IAsyncResult run = host.BeginInvoke();
        await Eventually.TrueAsync(() => Task.FromResult(roster.Totals.Attempted == 1), Token);
        await Eventually.EndsAsync(host.Stop, Token);

        Assert.Throws<PipelineStoppedException>(() => host.EndInvoke(run));
        Assert.Equal(0, roster.Totals.Acked);
    }

    private static SendSummary Summary(IReadOnlyList<object> output) => Assert.IsType<SendSummary>(Assert.Single(output));

    private static IEnumerable<string> Bodies(ModuleSession session) =>
        session.Get("Get-LogEvent -From Kafka").Cast<LogEvent>().Select(found => Encoding.UTF8.GetString(found.Bytes));
}
