using EventLogDemo.Engine.Kafka;

namespace EventLogDemo.Engine.Tests.Kafka;

public sealed class MetadataRequestTests
{
    [Fact]
    public void What_the_client_hides_is_where_it_was() => Assert.True(MetadataRequest.IsClean);
}
