using EventLogDemo.Engine.Net;

namespace EventLogDemo.Engine.Tests.Net;

public sealed class KafkaConnectionTests
{
    private const string Secret = "p4ss-w0rd";

    [Fact]
    public void Password_is_never_printed()
    {
        KafkaConnection connection = new() { BootstrapServers = "broker:9093", Login = new Login("alice", Secret), Tls = new TlsOptions() };

        Assert.DoesNotContain(Secret, $"{connection}", StringComparison.Ordinal);
        Assert.Equal("broker:9093 (TLS, ScramSha512 alice (password not shown))", connection.ToString());
        Assert.DoesNotContain(Secret, connection.Endpoint.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("broker:9093", "broker", 9093)]
    [InlineData("broker", "broker", 9092)]
    [InlineData(" a:1 , b:2", "a", 1)]
    [InlineData("[::1]:9094", "::1", 9094)]
    [InlineData("[::1]", "::1", 9092)]
    public void First_server_is_the_endpoint(string servers, string host, int port)
    {
        KafkaConnection connection = new() { BootstrapServers = servers };

        Assert.Equal((host, port), connection.Servers[0]);
        Assert.Equal(port, connection.Endpoint.Port);
        Assert.Equal("kafka", connection.Endpoint.Scheme);
    }

    [Theory]
    [InlineData("")]
    [InlineData(",")]
    [InlineData("broker:99999")]
    [InlineData("PLAINTEXT://broker:9092")]
    public void Invalid_address_has_its_own_error(string servers) =>
        Assert.Throws<ConnectionSettingException>(() => new KafkaConnection { BootstrapServers = servers }.Endpoint);
}
