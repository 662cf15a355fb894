using System.Globalization;
using System.Management.Automation;
using EventLogDemo.PowerShell.Display;
using Xunit;

namespace EventLogDemo.PowerShell.Tests.Display;

public sealed class CellTests
{
    [Theory]
    [InlineData(0, 6, "0")]
    [InlineData(-1, 6, "-1")]
    [InlineData(99_999, 6, "99,999")]
    [InlineData(100_000, 6, "100k")]
    [InlineData(1_300_000, 8, "1,300k")]
    [InlineData(12_345_678, 8, "12,346k")]
    [InlineData(12_345_678, 6, "12.3M")]
    [InlineData(999_999_999, 10, "1,000,000k")]
    [InlineData(1_500_000_000_000, 8, "1,500G")]
    [InlineData(487.688, 8, "488")]
    public void Number_keeps_its_leading_digits_in_any_column(double number, int width, string expected)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        Assert.Equal(expected, Cell.Number(number, width));
    }

    [Theory]
    [InlineData(null, "embedded:///flink")]
    [InlineData("", "embedded:///flink")]
    [InlineData("the disk is full", "the disk is full")]
    [InlineData("the disk of this pipeline is full: 3 MB are left", "the disk of this\npipeline is full: 3\nMB are left")]
    public void WhereOrWhy_is_the_place_unless_there_is_a_reason(string? why, string expected) =>
        Assert.Equal(expected, Cell.WhereOrWhy(Object(("Uri", new Uri("embedded:///flink")), ("Detail", why)), null, 60));

    [Theory]
    [InlineData("/short/folder", 20, "/short/folder")]
    [InlineData("/home/somebody/.local/share/EventLogDemo/orders-1234", 20, "/home/som…rders-1234")]
    [InlineData("", 20, "-")]
    public void Middle_leaves_out_what_does_not_fit_between_both_ends(string text, int width, string expected) =>
        Assert.Equal(expected, Cell.Middle(text, width));

    [Theory]
    [InlineData("", "-")]
    [InlineData("kafka", "kafka")]
    [InlineData("kafka flink", "kafka, flink")]
    [InlineData("kafka flink flink-taskmanager cassandra", "kafka, flink +2")]
    [InlineData("flink-taskmanager cassandra", "2 services")]
    public void Names_that_do_not_fit_are_counted(string names, string expected) =>
        Assert.Equal(expected, Cell.Names(names.Split(' ', StringSplitOptions.RemoveEmptyEntries), 17));

    [Theory]
    [InlineData(null, 0L, "Plain, 1024 B")]
    [InlineData(null, 3L, "3 failed")]
    [InlineData("kafka is down", 0L, "kafka is down")]
    [InlineData("kafka is down", 3L, "3 failed: kafka is\ndown")]
    public void SourceOrWhy_says_why_a_stream_failed_before_what_it_sends(string? reason, long failed, string expected) => Assert.Equal(
        expected, Cell.SourceOrWhy(Object(("Source", "Plain, 1024 B"), ("Reason", reason), ("Failed", failed)), null, 60));

    private static PSObject Object(params IEnumerable<(string Name, object? Value)> properties)
    {
        PSObject made = new();
        foreach ((string name, object? value) in properties)
        {
            made.Properties.Add(new PSNoteProperty(name, value));
        }

        return made;
    }
}
