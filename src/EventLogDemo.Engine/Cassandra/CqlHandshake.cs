using System.Buffers.Binary;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using EventLogDemo.Engine.Net;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Engine.Cassandra;

/// <summary>
/// The smallest round trip of Cassandra's native protocol: an OPTIONS request, which a node answers with SUPPORTED before any
/// login. It needs no driver, and tells a node that works from one that is only running.
/// </summary>
/// <remarks>Source: the CQL binary protocol v4, sections 2 "Frame header", 4.1.3 "OPTIONS" and 4.2.4 "SUPPORTED".</remarks>
internal static class CqlHandshake
{
    private const int HeaderSize = 9;
    private const byte RequestVersion = 0x04;
    private const byte ResponseBit = 0x80;
    private const byte Options = 0x05;
    private const byte Supported = 0x06;

    /// <summary>Asks all contact points at once; the first answer will do.</summary>
    /// <param name="connection">Where to ask, and whether with TLS.</param>
    /// <param name="time">The clock.</param>
    /// <param name="timeout">Longest wait.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ServiceUnavailableException">No contact point takes the connection, or what is there speaks something else.</exception>
    /// <exception cref="ServiceTimeoutException">No answer in time.</exception>
    /// <exception cref="TlsFailedException">The node's certificate is not to be trusted.</exception>
    public static async ValueTask RunAsync(
        CassandraConnection connection, TimeProvider time, TimeSpan timeout, CancellationToken cancellationToken)
    {
        const string Attempted = "negotiate a protocol version";
        using CancellationTokenSource deadline = new(timeout, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        List<Task> asked = [.. connection.ContactPoints.Select(point => AskAsync(point, connection.Tls, either.Token))];
        List<Exception> failures = [];
        while (asked.Count > 0)
        {
            Task answered = await Task.WhenAny(asked).ConfigureAwait(false);
            asked.Remove(answered);
            try
            {
                await answered.ConfigureAwait(false);
                await either.CancelAsync().ConfigureAwait(false);
                return;
            }
            catch (Exception failure) when (failure is SocketException or IOException or InvalidDataException or AuthenticationException
                || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                // Another contact point may answer.
                failures.Add(failure);
            }
        }

        throw failures.OfType<AuthenticationException>().FirstOrDefault() is { } untrusted
            ? new TlsFailedException(ServiceNames.Cassandra, connection.Endpoint, untrusted.Message, untrusted)
            : failures.Exists(failure => failure is OperationCanceledException)
            ? new ServiceTimeoutException(ServiceNames.Cassandra, timeout, Attempted)
            : new ServiceUnavailableException(ServiceNames.Cassandra, connection.Endpoint, Attempted, inner: failures[0]);
    }

    private static async Task AskAsync(DnsEndPoint point, TlsOptions? tls, CancellationToken cancellationToken)
    {
        using TcpClient client = new() { NoDelay = true };
        await client.ConnectAsync(point.Host, point.Port, cancellationToken).ConfigureAwait(false);
        Stream stream = client.GetStream();
        if (tls is not null)
        {
            SslStream secure = new(stream);
            stream = secure;
            await secure.AuthenticateAsClientAsync(new TlsClient(tls).OptionsFor(point.Host), cancellationToken).ConfigureAwait(false);
        }

        await using (stream.ConfigureAwait(false))
        {
            byte[] header = [RequestVersion, 0, 0, 0, Options, 0, 0, 0, 0];
            await stream.WriteAsync(header, cancellationToken).ConfigureAwait(false);
            await stream.ReadExactlyAsync(header, cancellationToken).ConfigureAwait(false);
            int length = BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(HeaderSize - sizeof(int)));
            if ((header[0] & ResponseBit) == 0 || header[4] != Supported || length < 0)
            {
                throw new InvalidDataException($"It did not answer like a Cassandra node: {Convert.ToHexString(header)}.");
            }
        }
    }
}
