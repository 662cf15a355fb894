using EventLogDemo.Engine.Docker.Containers;
using EventLogDemo.Engine.Docker.Services;

namespace EventLogDemo.Engine.Tests.Docker.Services;

public sealed class ServiceNamingTests
{
    [Fact]
    public void Names_are_in_data_flow_order_and_others_follow()
    {
        ContainerSummary[] containers =
        [
            FakeContainerEngine.Summary("prometheus"),
            FakeContainerEngine.Summary("cassandra"),
            FakeContainerEngine.Summary("flink-taskmanager", number: 2),
            FakeContainerEngine.Summary("flink-taskmanager"),
            FakeContainerEngine.Summary("flink"),
            FakeContainerEngine.Summary("alertmanager"),
            FakeContainerEngine.Summary("kafka"),
        ];

        Assert.Equal(
            ["kafka", "flink", "flink-taskmanager", "flink-taskmanager-2", "cassandra", "alertmanager", "prometheus"],
            ServiceNaming.Assign(containers).Select(entry => entry.Name));
    }

    [Fact]
    public void Container_without_the_label_has_no_name() =>
        Assert.Empty(ServiceNaming.Assign([FakeContainerEngine.Summary("kafka", isControllable: false)]));

    [Theory]
    [InlineData(9092, "kafka://127.0.0.1:19092/")]
    [InlineData(9042, "cassandra://127.0.0.1:19092/")]
    [InlineData(8081, "http://127.0.0.1:19092/")]
    [InlineData(3000, "tcp://127.0.0.1:19092/")]
    public void Endpoint_is_the_published_port(int inside, string expected) =>
        Assert.Equal(new Uri(expected), ServiceNaming.EndpointOf("x", [PublishedPort.Of("0.0.0.0", inside, 19092)]));

    [Fact]
    public void Endpoint_without_a_published_port_is_the_container() =>
        Assert.Equal(new Uri("docker://p-flink-taskmanager-1"), ServiceNaming.EndpointOf("p-flink-taskmanager-1", []));
}
