using System.Globalization;
using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Streams;

namespace EventLogDemo.Engine.Tests.Streams;

public sealed class LogStreamOptionsTests
{
    public static TheoryData<LogStreamOptions, string> Absurd => new()
    {
        { new LogStreamOptions { Rate = -1 }, "Rate" },
        { new LogStreamOptions { Rate = double.NaN }, "Rate" },
        { new LogStreamOptions { Rate = double.PositiveInfinity }, "Rate" },
        { new LogStreamOptions { Rate = LogStreamOptions.MaxRate + 1 }, "Rate" },
        { new LogStreamOptions { Count = 0 }, "Count" },
        { new LogStreamOptions { Count = -5 }, "Count" },
        { new LogStreamOptions { Duration = TimeSpan.Zero }, "Duration" },
        { new LogStreamOptions { Duration = TimeSpan.MaxValue }, "Duration" },
        { new LogStreamOptions { Appender = new AppenderOptions { BufferCount = 0 } }, "BufferCount" },
    };

    [Theory]
    [MemberData(nameof(Absurd))]
    public void Value_outside_its_range_is_refused_by_name(LogStreamOptions options, string name) =>
        Assert.Equal(name, Assert.Throws<OptionRangeException>(options.Validate).Option);

    [Fact]
    public void Defaults_and_unpaced_are_valid()
    {
        new LogStreamOptions().Validate();
        new LogStreamOptions { Rate = 0 }.Validate();
    }

    [Fact]
    public void Text_is_the_same_in_every_culture()
    {
        LogStreamOptions options = new() { Rate = 0.5, Duration = TimeSpan.FromSeconds(1.5) };
        string expected = options.ToString();
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            Assert.Equal(expected, options.ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
