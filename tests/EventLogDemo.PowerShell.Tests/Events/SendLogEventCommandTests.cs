using System.Management.Automation;
using System.Text;
using EventLogDemo.Engine.Ledger;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Streams;
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

        LogEventInfo copied = Assert.IsType<LogEventInfo>(Assert.Single(session.Get("Get-LogEvent Kafka -Pipeline two")));
        Assert.Equal(body, copied.GetBytes());
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

    [Theory]
    [InlineData("[pscustomobject]@{ a = 1; b = 'grün'; c = $null; d = $true; e = 1.5; f = 1e20 }", """{"a":1,"b":"grün","c":null,"d":true,"e":1.5,"f":1E+20}""")]
    [InlineData("@{ host = @{ name = 'web-01' } }", """{"host":{"name":"web-01"}}""")]
    [InlineData("[ordered]@{ b = 1, @(2, 3); a = [datetime]::new(2026, 1, 2, 3, 4, 5, [System.DateTimeKind]::Utc); c = [System.DayOfWeek]::Friday }", """{"b":[1,[2,3]],"a":"2026-01-02T03:04:05Z","c":"Friday"}""")]
    [InlineData("[ordered]@{ n = [double]::NaN; s = [guid]::Empty; v = [version]'1.2'; z = [byte[]](1, 2); t = [timespan]'0:0:5' }", """{"n":"NaN","s":"00000000-0000-0000-0000-000000000000","v":"1.2","z":"AQI=","t":"00:00:05"}""")]
    [InlineData("class Inner { $x = 1 } class Outer { $inner = [Inner]::new(); $list = @() } [Outer]::new()", """{"inner":{"x":1},"list":[]}""")]
    [InlineData("[pscustomobject]@{ dir = [System.IO.DirectoryInfo]::new('/tmp/x') }", """{"dir":"/tmp/x"}""")]
    [InlineData("[pscustomobject]@{ half = 'a' + [char]0xD800 }", """{"half":"a\uFFFD"}""")]
    [InlineData("[pscustomobject]@{ task = [System.Threading.Tasks.TaskCompletionSource[int]]::new().Task }", """{"task":"WaitingForActivation"}""")]
    [InlineData("[pscustomobject]@{}", "{}")]
    public async Task Object_becomes_compact_JSON(string script, string body)
    {
        await using ModuleSession session = new();
        session.Start("-PartitionCount 1");

        session.Get($"{script} | Send-LogEvent");

        Assert.Equal([body], Bodies(session));
    }

    [Theory]
    [InlineData("[xml]'<a><b/></a>'", "<a><b /></a>")]
    [InlineData("[uri]'http://x/y'", "http://x/y")]
    [InlineData("[System.DayOfWeek]::Friday", "Friday")]
    [InlineData("[System.Management.Automation.ErrorRecord]::new([Exception]::new('broken'), 'Id', 'NotSpecified', $null)", "broken")]
    [InlineData("[scriptblock]::Create(' 1 + 1 ')", " 1 + 1 ")]
    public async Task Text_stays_text(string script, string body)
    {
        await using ModuleSession session = new();
        session.Start("-PartitionCount 1");

        session.Get($"Send-LogEvent -InputObject ({script})");

        Assert.Equal([body], Bodies(session));
    }

    [Theory]
    [InlineData("Send-LogEvent 'a', 'b', 'c'")]
    [InlineData("Send-LogEvent ([System.Collections.Generic.List[string]]('a', 'b', 'c'))")]
    [InlineData("& { , ('a', 'b'); 'c' } | Send-LogEvent")]
    [InlineData("$null, 'a', $null, @('b', $null), [DBNull]::Value, 'c' | Send-LogEvent")]
    public async Task Each_item_of_a_list_is_an_event_and_null_is_none(string script)
    {
        await using ModuleSession session = new();
        session.Start("-PartitionCount 1");

        Assert.Equal(3, Summary(session.Get(script)).Sent);

        Assert.Equal(["a", "b", "c"], Bodies(session));
    }

    [Theory]
    [InlineData("$a = [pscustomobject]@{ next = [pscustomobject]@{ back = $null } }; $a.next.back = $a; $a", "contains itself at 'next.back'")]
    [InlineData("$a = @{ list = [System.Collections.ArrayList]::new() }; $null = $a.list.Add($a); $a", "contains itself at 'list[0]'")]
    [InlineData("$a = @{}; foreach ($i in 1..70) { $a = @{ a = $a } }; $a", "more than 64 levels deep")]
    [InlineData("$a = @('x' * 100); foreach ($i in 1..30) { $a = @{ a = $a; b = $a } }; $a", "more than 16,000,000 bytes")]
    public async Task Object_that_has_no_JSON_is_refused_and_the_next_goes_on(string script, string reason)
    {
        await using ModuleSession session = new();
        session.Start("-PartitionCount 1");

        (IReadOnlyList<object> output, IReadOnlyList<ErrorRecord> errors) = session.Run($"$bad = & {{ {script} }}; 'before', $bad, 'after' | Send-LogEvent");

        ErrorRecord error = Assert.Single(errors);
        Assert.Equal("EventJson", error.FullyQualifiedErrorId.Split(',')[0]);
        Assert.Contains(reason, error.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, Summary(output).Sent);
        Assert.Equal(["before", "after"], Bodies(session));
    }

    [Fact]
    public async Task Object_that_is_shared_is_written_twice()
    {
        await using ModuleSession session = new();
        session.Start("-PartitionCount 1");

        session.Get("$one = @{ x = 1 }; Send-LogEvent ([ordered]@{ a = $one; b = $one })");

        Assert.Equal(["""{"a":{"x":1},"b":{"x":1}}"""], Bodies(session));
    }

    [Fact]
    public async Task Event_that_was_exported_is_sent_byte_for_byte()
    {
        await using ModuleSession session = new();
        session.Start("one -PartitionCount 1");
        session.Start("two -PartitionCount 1");
        session.Get("Send-LogEvent -Pipeline one -InputObject ([byte[]](255, 0, 27))");

        session.Get(
            "[System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize("
            + "(Get-LogEvent Kafka -Pipeline one))) | Send-LogEvent -Pipeline two");

        LogEventInfo copied = Assert.IsType<LogEventInfo>(Assert.Single(session.Get("Get-LogEvent Kafka -Pipeline two")));
        Assert.Equal([0xff, 0x00, 0x1b], copied.GetBytes());
    }

    [Fact]
    public async Task PassThru_emits_what_was_sent()
    {
        await using ModuleSession session = new();
        session.Start();

        Assert.Equal(["a", "b"], session.Get("'a', 'b' | Send-LogEvent -PassThru"));
        Assert.Equal(["a", "b"], session.Get("Send-LogEvent 'a', 'b' -PassThru"));
    }

    [Fact]
    public async Task Source_gets_a_run_of_its_own_that_is_closed_with_the_command()
    {
        await using ModuleSession session = new();
        Pipeline pipeline = session.Start();
        session.Get("'other' | Send-LogEvent");

        SendSummary summary = Summary(session.Get("'a', 'b' | Send-LogEvent -Source web-01"));
        session.Get("foreach ($once in 1) { 1..100 | Send-LogEvent -Source web-02 -PassThru | ForEach-Object { break } }");

        RunRecord[] runs = [.. LedgerReader.ReadRuns(pipeline.Folder, pipeline.Manifest.Id).Select(reading => reading.Record!)
            .Where(run => run.Header.Source.StartsWith("web-", StringComparison.Ordinal))];
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
    [InlineData("'a', 'b' | Send-LogEvent -Timeout -1s", "OptionRange")]
    public async Task Failure_of_the_whole_command_is_one_error(string script, string id)
    {
        await using ModuleSession session = new();
        session.Start();

        session.Fail(script, id);
    }

    [Fact]
    public async Task Log_that_is_down_is_an_error_at_the_timeout_and_what_was_sent_is_delivered_later()
    {
        await using ModuleSession session = new();
        session.Start("-PartitionCount 1");
        session.Get("Stop-PipelineService kafka");

        (IReadOnlyList<object> output, IReadOnlyList<ErrorRecord> errors) = session.Run("'a', 'b' | Send-LogEvent -Timeout 50ms");

        ErrorRecord error = Assert.Single(errors);
        Assert.Equal("SendTimeout", error.FullyQualifiedErrorId.Split(',')[0]);
        Assert.Equal(ErrorCategory.OperationTimeout, error.CategoryInfo.Category);
        Assert.Contains("2 buffered events within 0.05 s", error.ToString(), StringComparison.Ordinal);
        Assert.Equal((2, 0), (Summary(output).Sent, Summary(output).Acked));
        session.Get("Start-PipelineService kafka; 'c' | Send-LogEvent");
        Assert.Equal(["a", "b", "c"], Bodies(session));
    }

    [Fact]
    public async Task What_a_source_could_not_deliver_by_the_timeout_is_counted_as_failed()
    {
        await using ModuleSession session = new();
        session.Start();
        session.Get("Stop-PipelineService kafka");

        (IReadOnlyList<object> output, IReadOnlyList<ErrorRecord> errors) = session.Run("'a', 'b' | Send-LogEvent -Source web-01 -Timeout 50ms");

        Assert.Equal("SendTimeout", Assert.Single(errors).FullyQualifiedErrorId.Split(',')[0]);
        Assert.Equal((2, 0, 2), (Summary(output).Sent, Summary(output).Acked, Summary(output).Failed));
    }

    [Fact]
    public async Task Buffer_that_stays_full_ends_the_command_at_the_timeout()
    {
        await using ModuleSession session = new();
        Pipeline pipeline = session.Start();
        session.Get("Stop-PipelineService kafka");
        InputStream input = await StreamRoster.Of(pipeline).OpenSharedInputAsync(Token);
        byte[] body = new byte[100];
        while (input.TrySend(body))
        {
        }

        ErrorRecord error = session.Fail("'a', 'b' | Send-LogEvent -Timeout 50ms", "SendTimeout");

        Assert.StartsWith("Cannot send events: ", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Buffer_that_gets_room_takes_what_waited()
    {
        await using ModuleSession session = new();
        Pipeline pipeline = session.Start();
        session.Get("Stop-PipelineService kafka");
        InputStream input = await StreamRoster.Of(pipeline).OpenSharedInputAsync(Token);
        byte[] body = new byte[100];
        while (input.TrySend(body))
        {
        }

        long before = input.Counts.Attempted;
        using Host host = session.Create("'a', 'b' | Send-LogEvent");
        IAsyncResult run = host.BeginInvoke();
        await pipeline.Ports.Services.ActAsync("kafka", ServiceAction.Start, TimeSpan.FromSeconds(20), Token);

        Assert.Equal(2, Summary([.. host.EndInvoke(run).Select(item => item.BaseObject)]).Sent);
        Assert.Equal(before + 2, input.Counts.Acked);
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
        session.Get("Get-LogEvent -From Kafka").Cast<LogEventInfo>().Select(found => Encoding.UTF8.GetString(found.GetBytes()));
}
