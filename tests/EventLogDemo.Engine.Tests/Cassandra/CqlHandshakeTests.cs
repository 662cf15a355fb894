using System.Net;
using System.Net.Sockets;
using EventLogDemo.Engine.Cassandra;
using EventLogDemo.Engine.Net;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Engine.Tests.Cassandra;

public sealed class CqlHandshakeTests : IDisposable
{
    private static readonly byte[] Options = [0x04, 0, 0, 0, 0x05, 0, 0, 0, 0];
    private static readonly byte[] Supported = [0x84, 0, 0, 0, 0x06, 0, 0, 0, 2, 0, 0];
    private static readonly byte[] Error = [0x84, 0, 0, 0, 0x00, 0, 0, 0, 6, 0, 0, 0, 10, 0, 0];

    private readonly TcpListener _node = new(IPAddress.Loopback, 0);

    public CqlHandshakeTests() => _node.Start();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _node.Dispose();

    [Fact]
    public async Task A_node_that_answers_with_supported_works()
    {
        Task<byte[]> asked = AnswerAsync(Supported);
        await RunAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(Options, await asked);
    }

    [Fact]
    public async Task A_node_that_answers_with_an_error_does_not()
    {
        Task<byte[]> asked = AnswerAsync(Error);
        await Assert.ThrowsAsync<ServiceUnavailableException>(() => RunAsync(TimeSpan.FromSeconds(10)));
        await asked;
    }

    [Fact]
    public async Task A_server_of_another_protocol_does_not()
    {
        Task<byte[]> asked = AnswerAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray());
        await Assert.ThrowsAsync<ServiceUnavailableException>(() => RunAsync(TimeSpan.FromSeconds(10)));
        await asked;
    }

    [Fact]
    public async Task A_connection_that_is_closed_at_once_is_down()
    {
        Task<byte[]> asked = AnswerAsync([]);
        await Assert.ThrowsAsync<ServiceUnavailableException>(() => RunAsync(TimeSpan.FromSeconds(10)));
        await asked;
    }

    [Fact]
    public async Task A_contact_point_that_is_silent_does_not_keep_the_next_from_being_heard()
    {
        using TcpListener silent = new(IPAddress.Loopback, 0);
        silent.Start();
        CassandraConnection both = new()
        {
            ContactPoints =
            [
                new DnsEndPoint("127.0.0.1", ((IPEndPoint)silent.LocalEndpoint).Port),
                new DnsEndPoint("127.0.0.1", ((IPEndPoint)_node.LocalEndpoint).Port),
            ],
        };
        Task<byte[]> asked = AnswerAsync(Supported);
        await CqlHandshake.RunAsync(both, TimeProvider.System, TimeSpan.FromMinutes(1), Token);
        Assert.Equal(Options, await asked);
    }

    [Fact]
    public async Task A_refused_connection_is_down_and_the_next_contact_point_is_asked()
    {
        CassandraConnection down = new() { ContactPoints = [new DnsEndPoint("127.0.0.1", 1)] };
        await Assert.ThrowsAsync<ServiceUnavailableException>(
            async () => await CqlHandshake.RunAsync(down, TimeProvider.System, TimeSpan.FromSeconds(10), Token));

        Task<byte[]> asked = AnswerAsync(Supported);
        await CqlHandshake.RunAsync(
            down with { ContactPoints = [.. down.ContactPoints, .. Connection.ContactPoints] }, TimeProvider.System, TimeSpan.FromSeconds(10), Token);
        await asked;
    }

    [Fact]
    public async Task A_silent_node_is_a_timeout() =>
        await Assert.ThrowsAsync<ServiceTimeoutException>(() => RunAsync(TimeSpan.FromMilliseconds(100)));

    private CassandraConnection Connection => new()
    {
        ContactPoints = [new DnsEndPoint("127.0.0.1", ((IPEndPoint)_node.LocalEndpoint).Port)],
    };

    private Task RunAsync(TimeSpan timeout) => CqlHandshake.RunAsync(Connection, TimeProvider.System, timeout, Token).AsTask();

    private async Task<byte[]> AnswerAsync(byte[] answer)
    {
        using TcpClient client = await _node.AcceptTcpClientAsync(Token);
        NetworkStream stream = client.GetStream();
        byte[] asked = new byte[Options.Length];
        await stream.ReadExactlyAsync(asked, Token);
        await stream.WriteAsync(answer, Token);
        return asked;
    }
}
