using System.Management.Automation;
using System.Text;
using EventLogDemo.Engine.Events;
using EventLogDemo.Engine.Pipelines;
using Xunit;
using Host = System.Management.Automation.PowerShell;
using Pipeline = EventLogDemo.Engine.Pipelines.Pipeline;

namespace EventLogDemo.PowerShell.Tests.Events;

public sealed class GetLogEventCommandTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Kafka")]
    [InlineData("Cassandra")]
    public async Task Every_event_is_read_in_offset_order_with_its_body(string hop)
    {
        await using ModuleSession session = new();
        Pipeline pipeline = session.Start("-PartitionCount 2");
        await AppendAsync(pipeline, 5_000);

        List<LogEventInfo> events = [.. session.Get($"Get-LogEvent -From {hop}").Cast<LogEventInfo>()];

        Assert.Equal(5_000, events.Count);
        Assert.Equal(events.OrderBy(found => found.Partition).ThenBy(found => found.Offset), events);
        Assert.All(events, found => Assert.Equal($"line {(found.Seq * 2) + found.Partition}", found.Body));
        Assert.All(events, found => Assert.Equal(hop == "Cassandra", found.StoredAt is not null));
    }

    [Theory]
    [InlineData("-First 3", "line 0,line 2,line 4")]
    [InlineData("-Last 3", "line 97,line 98,line 99")]
    [InlineData("-Last 3 -Match ' 1.$'", "line 17,line 18,line 19")]
    [InlineData("-Partition 1 -First 2", "line 1,line 3")]
    [InlineData("-Offset 48", "line 96,line 98,line 97,line 99")]
    [InlineData("-Match 'LINE 7$'", "line 7")]
    [InlineData("-Match nothing", "")]
    [InlineData("-Follow -First 100 -Partition 0, 1 -Offset 49", "line 98,line 99")]
    public async Task Query_selects(string arguments, string bodies)
    {
        await using ModuleSession session = new();
        await AppendAsync(session.Start("-PartitionCount 2"), 100);
        string script = arguments.Contains("-Follow", StringComparison.Ordinal)
            ? $"foreach ($once in 1) {{ $seen = 0; Get-LogEvent {arguments} | ForEach-Object {{ $_; if (++$seen -eq 2) {{ break }} }} }}"
            : $"Get-LogEvent {arguments}";

        IReadOnlyList<object> output = session.Get(script);

        Assert.Equal(bodies, string.Join(',', output.Cast<LogEventInfo>().Select(found => found.Body)));
    }

    [Theory]
    [InlineData("-Partition 4", "OptionRange", "from 0 to 3")]
    [InlineData("-Offset -1", "OptionRange", "from 0 to")]
    [InlineData("-First 0", "OptionRange", "from 1 to")]
    [InlineData("-Last 2000000", "OptionRange", "from 1 to 1,000,000")]
    [InlineData("-Match '('", "MatchPattern", "'('")]
    public async Task Bad_input_has_its_own_id(string arguments, string id, string says)
    {
        await using ModuleSession session = new();
        session.Start();

        Assert.Contains(says, session.Fail($"Get-LogEvent {arguments}", id).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_that_is_down_is_named()
    {
        await using ModuleSession session = new();
        session.Start();

        ErrorRecord error = session.Fail("Stop-PipelineService kafka; Get-LogEvent -From Kafka", "ServiceUnavailable");

        Assert.Equal("kafka", error.TargetObject);
    }

    [Fact]
    public async Task Followed_log_stops_with_the_pipeline()
    {
        await using ModuleSession session = new();
        await AppendAsync(session.Start(), 4);
        using Host host = session.Create("Get-LogEvent -From Kafka -Follow");

        await Eventually.StopsAfterItsFirstObjectAsync(host, Token);
    }

    [Fact]
    public async Task Body_that_is_not_text_is_there_as_it_was_written()
    {
        await using ModuleSession session = new();
        byte[] body = [0xff, 0x00, (byte)'a'];
        await AppendAsync(session.Start("-PartitionCount 1"), 1, _ => body);

        LogEventInfo found = Assert.IsType<LogEventInfo>(Assert.Single(session.Get("Get-LogEvent -From Kafka")));

        Assert.Equal(body, found.GetBytes());
        Assert.Equal("\ufffd\0a", found.Body);
    }

    /// <summary>Appends events round the partitions and waits until the store has them.</summary>
    private static async Task AppendAsync(Pipeline pipeline, int count, Func<int, byte[]>? bodyOf = null)
    {
        int partitions = pipeline.Manifest.PartitionCount;
        Guid run = Guid.NewGuid();
        await using (IEventAppender appender = await pipeline.Ports.Log.OpenAppenderAsync(new AppenderOptions(), _ => { }, Token))
        {
            for (int line = 0; line < count; line++)
            {
                byte[] body = bodyOf?.Invoke(line) ?? Encoding.UTF8.GetBytes($"line {line}");
                EventIdentity identity = EventIdentity.Create(1, line % partitions, run, line / partitions, 1_000_000 + line, body);
                Assert.True(appender.TryAppend(identity, body));
            }

            await appender.FlushAsync(Token);
        }

        await Eventually.TrueAsync(async () => (await pipeline.Ports.Store.GetRowCountsAsync(Token)).Sum() == count, Token);
    }
}
