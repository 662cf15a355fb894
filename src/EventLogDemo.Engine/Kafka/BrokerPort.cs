using System.Net.Sockets;
using EventLogDemo.Engine.Stepping;

namespace EventLogDemo.Engine.Kafka;

/// <summary>
/// Distinguishes a broker that is down from one that is frozen. The client sees no answer from either, but the port of the first
/// refuses a connection and that of the second accepts it.
/// </summary>
internal static class BrokerPort
{
    /// <summary>Whether every broker refuses a connection.</summary>
    /// <param name="servers">The brokers.</param>
    /// <param name="timeout">How long to wait; a broker that does not even refuse within it counts as frozen.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public static async Task<bool> AllRefuseAsync(
        IReadOnlyList<(string Host, int Port)> servers, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        bool[] refused = await Task.WhenAll(servers.Select(server => RefusesAsync(server, timeout, time, cancellationToken)))
            .ConfigureAwait(false);
        return refused.All(one => one);
    }

    private static async Task<bool> RefusesAsync(
        (string Host, int Port) server, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        using TcpClient client = new();
        try
        {
            return await TimeLimit.RunAsync(
                timeout,
                time,
                async token =>
                {
                    await client.ConnectAsync(server.Host, server.Port, token).ConfigureAwait(false);
                    return false;
                },
                () => false,
                cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException)
        {
            return true;
        }
    }
}
