using System.Net;
using System.Net.Sockets;
using Docker.DotNet;
using EventLogDemo.Engine.Docker;
using EventLogDemo.Engine.Docker.Containers;

namespace EventLogDemo.Engine.Tests.Docker.Containers;

public sealed class DockerFailureTests
{
    private static readonly Uri Endpoint = new("unix:///var/run/docker.sock");

    [Theory]
    [InlineData("driver failed programming external connectivity on endpoint a-kafka-1 (12ab): Bind for 127.0.0.1:9092 failed: port is already allocated", 9092)]
    [InlineData("Error starting userland proxy: listen tcp4 127.0.0.1:9042: bind: address already in use", 9042)]
    [InlineData("failed to bind host port for 127.0.0.1:8081:172.18.0.2:8081/tcp: address already in use", 8081)]
    [InlineData("Ports are not available: exposing port TCP 127.0.0.1:8081 -> 0.0.0.0:0: listen tcp 127.0.0.1:8081: bind: Only one usage of each socket address", 8081)]
    [InlineData("no such container", null)]
    public void Port_in_use_is_found_in_messages_of_Docker(string message, int? port) =>
        Assert.Equal(port, DockerFailure.FindTakenPort(message));

    [Fact]
    public void Refused_connection_means_not_running()
    {
        HttpRequestException failure = new("Connection failed", new SocketException((int)SocketError.ConnectionRefused));

        DockerNotRunningException error = Assert.IsType<DockerNotRunningException>(DockerFailure.Describe(failure, Endpoint, "x"));
        Assert.Equal(Endpoint, error.Endpoint);
    }

    [Fact]
    public void Inaccessible_socket_file_means_access_denied()
    {
        HttpRequestException failure = new("Connection failed", new SocketException((int)SocketError.AccessDenied));

        DockerAccessDeniedException error = Assert.IsType<DockerAccessDeniedException>(DockerFailure.Describe(failure, Endpoint, "x"));
        Assert.Contains(Environment.UserName, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refused_client_version_means_Docker_is_too_old()
    {
        DockerApiException refusal = new(
            HttpStatusCode.BadRequest,
            """{"message":"client version 1.41 is too new. Maximum supported API version is 1.39"}""");

        DockerTooOldException error = Assert.IsType<DockerTooOldException>(DockerFailure.Describe(refusal, Endpoint, "x"));
        Assert.Equal(("1.39", "1.41"), (error.FoundApi, error.NeededApi));
    }

    [Fact]
    public void Refusal_carries_the_attempt_and_the_response()
    {
        DockerApiException refusal = new(HttpStatusCode.Conflict, """{"message":"container is \u001b[31mnot running"}""");

        DockerRequestException error = Assert.IsType<DockerRequestException>(DockerFailure.Describe(refusal, Endpoint, "kill a container"));
        Assert.Equal("kill a container", error.Attempted);
        Assert.Contains("not running (409)", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', error.Message);
    }

    [Fact]
    public void Other_exceptions_are_not_converted() =>
        Assert.Null(DockerFailure.Describe(new InvalidOperationException(), Endpoint, "x"));
}
