using EventLogDemo.Engine.Docker;
using EventLogDemo.Engine.Docker.Compose;

namespace EventLogDemo.Engine.Tests.Docker.Compose;

public sealed class ComposeOutputTests
{
    [Theory]
    [InlineData(" Container eventlogdemo-a-flink-taskmanager-1  Started", "flink-taskmanager: started")]
    [InlineData(" kafka Pulling ", "kafka: pulling its image")]
    [InlineData(" Volume \"eventlogdemo-a_kafka\"  Created", null)]
    [InlineData(" Network eventlogdemo-a_default  Created", null)]
    [InlineData("anything else", null)]
    public void Progress_names_the_service(string line, string? expected) =>
        Assert.Equal(expected, ComposeOutput.ReadProgress(line, "eventlogdemo-a"));

    [Fact]
    public void Port_in_use_has_its_own_error()
    {
        string[] lines =
        [
            " Container p-kafka-1  Starting",
            "Error response from daemon: driver failed programming external connectivity on endpoint p-kafka-1 (0a): Bind for 127.0.0.1:9092 failed: port is already allocated",
        ];

        PortInUseException error = Assert.IsType<PortInUseException>(ComposeOutput.FindFailure(lines, "p"));
        Assert.Equal(("kafka", 9092), (error.Service, error.Port));
    }

    [Theory]
    [InlineData("Error response from daemon: pull access denied for nobody/kafka, repository does not exist", "nobody/kafka")]
    [InlineData("Error response from daemon: manifest for apache/kafka:0.1 not found: manifest unknown", "apache/kafka:0.1")]
    [InlineData("failed to resolve reference \"docker.io/library/flink:1\": dial tcp: no such host", "docker.io/library/flink:1")]
    [InlineData("Error response from daemon: Get \"https://registry-1.docker.io/v2/library/flink/manifests/1\": dial tcp: no such host", "library/flink")]
    [InlineData(" kafka Pulling \n kafka Error Get \"http://localhost:9/v2/\": dial tcp 127.0.0.1:9: connect: connection refused", "kafka")]
    public void Image_that_cannot_be_pulled_has_its_own_error(string line, string image) =>
        Assert.Equal(image, Assert.IsType<ImageMissingException>(ComposeOutput.FindFailure([line], "p")).Target);

    [Theory]
    [InlineData("dependency failed to start: container p-cassandra-1 is unhealthy", "cassandra")]
    [InlineData("dependency failed to start: container p-kafka-1 exited (1)", "kafka")]
    [InlineData("service \"flink-setup\" didn't complete successfully: exit 1", "flink-setup")]
    [InlineData("something else", null)]
    public void Unhealthy_service_is_found(string line, string? service) =>
        Assert.Equal(service, ComposeOutput.FindUnhealthy([line], "p"));

    [Theory]
    [InlineData("2.26.1-4", true)]
    [InlineData("v2.20.0", true)]
    [InlineData("2.19.1", false)]
    [InlineData("5.1.0", true)]
    [InlineData("unknown", false)]
    public void Version_is_compared_by_number(string version, bool isEnough) =>
        Assert.Equal(isEnough, ComposeOutput.IsAtLeast(version, ComposeProject.MinComposeVersion));
}
