using EventLogDemo.Engine.Docker.Containers;

namespace EventLogDemo.Engine.Tests.Docker.Containers;

public sealed class DockerEngineTests
{
    [Theory]
    [InlineData("2026-11-03T10:00:00.0000000+00:00", "1793700000.0000000")]
    [InlineData("2026-11-03T11:00:00.0012345+01:00", "1793700000.0012345")]
    public void Time_of_a_query_has_its_fraction(string time, string expected) => Assert.Equal(
        expected, DockerEngine.SecondsOf(DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture)));
}
