using EventLogDemo.Engine.Kafka;

namespace EventLogDemo.Engine.Tests.Kafka;

public sealed class TopicSettingsTests
{
    [Theory]
    [InlineData(1, "1")]
    [InlineData(2, "1")]
    [InlineData(3, "2")]
    [InlineData(5, "2")]
    public void Two_replicas_have_a_write_before_it_is_acknowledged_where_there_are_three(short replicas, string inSync) =>
        Assert.Equal(
            inSync, new TopicSettings { PartitionCount = 1, ReplicationFactor = replicas }.Configuration["min.insync.replicas"]);

    [Fact]
    public void Retention_is_in_milliseconds() =>
        Assert.Equal("1800000", new TopicSettings { PartitionCount = 1, Retention = TimeSpan.FromMinutes(30) }.Configuration["retention.ms"]);
}
