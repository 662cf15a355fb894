using System.Globalization;
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
    public void WhereOrWhy_is_the_place_unless_there_is_a_reason(string? why, string expected) =>
        Assert.Equal(expected, Cell.WhereOrWhy(new Uri("embedded:///flink"), why));
}
