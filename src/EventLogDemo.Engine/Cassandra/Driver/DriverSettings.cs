using System.Net;
using System.Security.Authentication;
using Cassandra;
using EventLogDemo.Engine.Net;

namespace EventLogDemo.Engine.Cassandra.Driver;

/// <summary>Makes a connected session of the driver, set up for a reader that wants to know soon when a node is away or back.</summary>
internal sealed class DriverSettings(CassandraConnection connection, TimeSpan requestTimeout)
{
    private const int MaxRequestsPerConnection = 1024;
    private const int HeartbeatMilliseconds = 3000;
    private const int ReconnectMilliseconds = 1000;

    // The driver's own growing delay between reconnections reaches ten minutes.
    private static readonly IReconnectionPolicy Reconnection = new ConstantReconnectionPolicy(ReconnectMilliseconds);

    private readonly TlsClient? _tls = connection.Tls is { } tls ? new TlsClient(tls) : null;
    private readonly ConsistencyLevel _consistency =
        Enum.Parse<ConsistencyLevel>(connection.Consistency.Replace("_", "", StringComparison.Ordinal), ignoreCase: true);

    /// <summary>Connects. Its errors are the driver's.</summary>
    public async Task<ISession> ConnectAsync()
    {
        Dictionary<IPAddress, string> names = [];
        List<IPEndPoint> addresses = [];
        foreach (DnsEndPoint point in connection.ContactPoints)
        {
            foreach (IPAddress address in await Dns.GetHostAddressesAsync(point.Host).ConfigureAwait(false))
            {
                names[address] = point.Host;
                addresses.Add(new IPEndPoint(address, point.Port));
            }
        }

        Cluster cluster = Build(addresses, names);
        try
        {
            return await cluster.ConnectAsync().ConfigureAwait(false);
        }
        catch
        {
            await cluster.ShutdownAsync().ConfigureAwait(false);
            throw;
        }
    }

    private Cluster Build(IReadOnlyList<IPEndPoint> addresses, IReadOnlyDictionary<IPAddress, string> names)
    {
        int timeout = (int)requestTimeout.TotalMilliseconds;
        Builder builder = Cluster.Builder()
            .AddContactPoints(addresses)
            .WithLoadBalancingPolicy(new TokenAwarePolicy(new DCAwareRoundRobinPolicy(connection.Datacenter)))
            .WithReconnectionPolicy(Reconnection)
            .WithPoolingOptions(new PoolingOptions()
                .SetHeartBeatInterval(HeartbeatMilliseconds)
                .SetMaxRequestsPerConnection(MaxRequestsPerConnection))
            .WithSocketOptions(new SocketOptions().SetConnectTimeoutMillis(timeout).SetReadTimeoutMillis(timeout))
            .WithQueryOptions(new QueryOptions().SetConsistencyLevel(_consistency).SetDefaultIdempotence(true))
            .WithMonitorReporting(false);
        if (connection.Login is { } login)
        {
            builder = builder.WithCredentials(login.UserName, login.Password);
        }

        if (_tls is not null)
        {
            // Without the names that were given, the driver would ask DNS for the name of an address.
            builder = builder.WithSSL(new SSLOptions(
                    SslProtocols.None, false, (_, certificate, chain, errors) => _tls.IsTrusted(certificate, chain, errors))
                .SetHostNameResolver(address => names.GetValueOrDefault(address, address.ToString()))
                .SetCertificateCollection(_tls.Certificates));
        }

        return builder.Build();
    }
}
