using EventLogDemo.Engine.Net;

namespace EventLogDemo.Engine.Tests.Net;

public sealed class ServerAddressTests
{
    [Theory]
    [InlineData("broker:9093", "broker", 9093)]
    [InlineData(" my_broker-1.example.org ", "my_broker-1.example.org", 1)]
    [InlineData("10.0.0.1:65535", "10.0.0.1", 65_535)]
    [InlineData("[::1]:9094", "::1", 9094)]
    [InlineData("[fe80::1%2]", "fe80::1%2", 1)]
    public void Host_and_port_are_parsed(string text, string host, int port)
    {
        Assert.True(ServerAddress.TryParse(text, 1, out ServerAddress address));
        Assert.Equal(new ServerAddress(host, port), address);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("broker:")]
    [InlineData(":9092")]
    [InlineData("broker:0")]
    [InlineData("broker:99999")]
    [InlineData("broker:-1")]
    [InlineData("broker:9092x")]
    [InlineData("PLAINTEXT://h:9092")]
    [InlineData("user:pw@broker:9092")]
    [InlineData("user@broker")]
    [InlineData("a,b")]
    [InlineData("a b")]
    [InlineData("::1")]
    [InlineData("[::1")]
    [InlineData("[")]
    [InlineData("[]")]
    [InlineData("[broker]:9092")]
    [InlineData("[127.0.0.1]")]
    [InlineData("[::1]9092")]
    public void Invalid_address_is_refused(string text) => Assert.False(ServerAddress.TryParse(text, 1, out _));

    [Fact]
    public void Only_an_IPv6_address_has_brackets_in_a_Uri()
    {
        Assert.Equal("[::1]", new ServerAddress("::1", 1).UriHost);
        Assert.Equal("broker", new ServerAddress("broker", 1).UriHost);
    }
}
