using EventLogDemo.Engine.Kafka;

namespace EventLogDemo.Engine.Tests.Kafka;

public sealed class TopicSettingsTests
{
    [Theory]
    [InlineData(1, "1")]
    [InlineData(2, "1")]
    [InlineData(3, "2")]
    [InlineData(5, "2")]
    public void With_three_replicas_two_must_acknowledge_a_write(short replicas, string inSync) =>
        Assert.Equal(
            inSync, new TopicSettings { PartitionCount = 1, ReplicationFactor = replicas }.Configuration["min.insync.replicas"]);

    [Fact]
    public void Retention_is_in_milliseconds() =>
        Assert.Equal("1800000", new TopicSettings { PartitionCount = 1, Retention = TimeSpan.FromMinutes(30) }.Configuration["retention.ms"]);
}
