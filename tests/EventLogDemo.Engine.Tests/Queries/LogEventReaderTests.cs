using System.Text;
using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Events;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Queries;
using EventLogDemo.Engine.Tests.Conformance;
using EventLogDemo.Engine.Tests.Embedded;

namespace EventLogDemo.Engine.Tests.Queries;

public sealed class LogEventReaderTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Everything_is_read_partition_after_partition(bool fromLog)
    {
        await using PipelineFixture fixture = await StartAsync(2_500);

        List<LogEvent> events = await ReadAsync(fixture, new LogEventQuery { FromLog = fromLog });

        Assert.Equal(10_000, events.Count);
        Assert.Equal(events.OrderBy(found => found.Partition).ThenBy(found => found.Offset), events);
    }

    [Fact]
    public async Task Last_takes_the_latest_of_all_partitions_together_in_the_order_they_were_sent()
    {
        await using PipelineFixture fixture = await StartAsync(10);

        List<LogEvent> events = await ReadAsync(fixture, new LogEventQuery { Last = 5 });

        Assert.Equal(["9 in 3", "9 in 2", "9 in 1", "9 in 0", "8 in 3"], events.Select(found => found.Body).Reverse());
    }

    [Fact]
    public async Task First_with_a_pattern_counts_what_matches()
    {
        await using PipelineFixture fixture = await StartAsync(10);
        LogEventQuery query = new() { FromLog = true, Partitions = [2, 1, 2], First = 3, Offset = 1, Match = LogEventQuery.Compile("^[12468] IN") };

        Assert.Equal(["1 in 1", "2 in 1", "4 in 1"], (await ReadAsync(fixture, query)).Select(found => found.Body));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Following_goes_on_with_what_comes_until_it_has_enough(bool fromLog)
    {
        await using PipelineFixture fixture = await StartAsync(1);
        LogEventReader reader = new(fixture.Pipeline, new LogEventQuery { FromLog = fromLog, Follow = true, First = 6 });
        List<LogEvent> seen = [];
        await foreach (IReadOnlyList<LogEvent> events in reader.ReadAsync(Token))
        {
            seen.AddRange(events);
            if (seen.Count == 4)
            {
                await AppendAsync(fixture, 1, from: 1);
            }
        }

        Assert.Equal(6, seen.Count);
        Assert.Equal(seen.Count, seen.Select(found => found.Body).Distinct().Count());
    }

    [Fact]
    public async Task One_who_follows_and_one_who_scans_do_not_disturb_each_other()
    {
        await using PipelineFixture fixture = await StartAsync(500);
        LogEventReader follower = new(fixture.Pipeline, new LogEventQuery { FromLog = true, Follow = true, First = 2_000 });
        int followed = 0;
        await foreach (IReadOnlyList<LogEvent> events in follower.ReadAsync(Token))
        {
            followed += events.Count;
            Assert.Equal(2_000, (await ReadAsync(fixture, new LogEventQuery { FromLog = true })).Count);
        }

        Assert.Equal(2_000, followed);
    }

    [Fact]
    public async Task Query_outside_the_pipeline_is_refused()
    {
        await using PipelineFixture fixture = await StartAsync(1);

        Assert.Throws<OptionRangeException>(() => new LogEventReader(fixture.Pipeline, new LogEventQuery { Partitions = [4] }));
        Assert.Throws<OptionRangeException>(() => new LogEventReader(fixture.Pipeline, new LogEventQuery { Last = 2_000_000 }));
        Assert.Throws<MatchPatternException>(() => LogEventQuery.Compile("("));
    }

    /// <summary>A pipeline with events in each of its four partitions, all of them stored.</summary>
    private static async Task<PipelineFixture> StartAsync(int eventsPerPartition)
    {
        PipelineFixture fixture = await EmbeddedFixture.StartAsync();
        await AppendAsync(fixture, eventsPerPartition, from: 0);
        return fixture;
    }

    private static async Task AppendAsync(PipelineFixture fixture, int eventsPerPartition, int from)
    {
        await using IEventAppender appender = await fixture.OpenAppenderAsync();
        for (int number = from; number < from + eventsPerPartition; number++)
        {
            for (int partition = 0; partition < 4; partition++)
            {
                byte[] body = Encoding.UTF8.GetBytes($"{number} in {partition}");
                EventIdentity identity = EventIdentity.Create(
                    1, partition, fixture.Run, number, 1_000_000 + (number * 4) + partition, body);
                Assert.True(appender.TryAppend(in identity, body));
            }
        }

        await appender.FlushAsync(Token);
        long count = (await fixture.Ports.Log.GetEndOffsetsAsync(Token)).Sum();
        await PipelineFixture.UntilAsync(async () => await fixture.RowCountAsync() == count, "all rows");
    }

    private static async Task<List<LogEvent>> ReadAsync(PipelineFixture fixture, LogEventQuery query)
    {
        List<LogEvent> events = [];
        await foreach (IReadOnlyList<LogEvent> batch in new LogEventReader(fixture.Pipeline, query).ReadAsync(Token))
        {
            events.AddRange(batch);
        }

        return events;
    }
}
