using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace EventLogDemo.Integration.Tests.Cassandra;

/// <summary>Sends a node one statement, also in a build without the driver.</summary>
/// <remarks>Source: the CQL binary protocol v4, sections 2 "Frame header", 4.1.1 "STARTUP" and 4.1.4 "QUERY".</remarks>
internal static class CqlStatement
{
    private const int HeaderSize = 9;
    private const byte Version = 0x04;
    private const byte Startup = 0x01;
    private const byte Ready = 0x02;
    private const byte Query = 0x07;
    private const byte Result = 0x08;
    private const short One = 0x0001;

    public static async Task ExecuteAsync(int port, string statement, CancellationToken cancellationToken)
    {
        using TcpClient client = new();
        await client.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
        NetworkStream node = client.GetStream();
        Assert.Equal(Ready, await AskAsync(node, Startup, [.. Short(1), .. Text("CQL_VERSION"), .. Text("3.0.0")], cancellationToken));
        byte[] text = Encoding.UTF8.GetBytes(statement);
        Assert.Equal(Result, await AskAsync(node, Query, [.. Int(text.Length), .. text, .. Short(One), 0], cancellationToken));
    }

    private static async Task<byte> AskAsync(NetworkStream node, byte operation, byte[] body, CancellationToken cancellationToken)
    {
        await node.WriteAsync((byte[])[Version, 0, 0, 0, operation, .. Int(body.Length), .. body], cancellationToken);
        byte[] header = new byte[HeaderSize];
        await node.ReadExactlyAsync(header, cancellationToken);
        await node.ReadExactlyAsync(new byte[BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(5))], cancellationToken);
        return header[4];
    }

    private static byte[] Text(string text) => [.. Short((short)text.Length), .. Encoding.UTF8.GetBytes(text)];

    private static byte[] Short(short value)
    {
        byte[] bytes = new byte[sizeof(short)];
        BinaryPrimitives.WriteInt16BigEndian(bytes, value);
        return bytes;
    }

    private static byte[] Int(int value)
    {
        byte[] bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }
}
