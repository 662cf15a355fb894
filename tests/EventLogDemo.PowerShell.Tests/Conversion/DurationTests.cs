using EventLogDemo.PowerShell.Conversion;
using EventLogDemo.PowerShell.Errors;
using Xunit;

namespace EventLogDemo.PowerShell.Tests.Conversion;

public sealed class DurationTests
{
    private static readonly DurationTransformationAttribute Transformation = new();

    public static TheoryData<object, double> Accepted => new()
    {
        { "500ms", 0.5 },
        { "10s", 10 },
        { "10 S", 10 },
        { "2m", 120 },
        { "1.5h", 5400 },
        { "1d", 86400 },
        { "10", 10 },
        { 10, 10 },
        { 0.25, 0.25 },
        { "00:00:07", 7 },
        { TimeSpan.FromMilliseconds(3), 0.003 },
        { "-5s", -5 },
        { "1e30h", TimeSpan.MaxValue.TotalSeconds },
    };

    [Theory]
    [MemberData(nameof(Accepted))]
    public void Accepted_forms_have_their_length(object written, double seconds)
    {
        Duration duration = Assert.IsType<Duration>(Transformation.Transform(null!, written));

        Assert.Equal(seconds, duration.Value.TotalSeconds, 6);
    }

    [Theory]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("10 parsecs")]
    [InlineData("1,5s")]
    [InlineData("0x10")]
    public void Nonsense_is_refused_with_the_accepted_forms(string written)
    {
        Duration duration = Assert.IsType<Duration>(Transformation.Transform(null!, written));

        DurationFormatException refusal = Assert.Throws<DurationFormatException>(() => duration.Value);
        Assert.Contains("500ms", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(written, refusal.Target);
    }
}
