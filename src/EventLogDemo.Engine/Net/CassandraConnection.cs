using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace EventLogDemo.Engine.Net;

/// <summary>How to reach a Cassandra cluster. Prints without the password.</summary>
public sealed partial record CassandraConnection
{
    /// <summary>The default port of a node.</summary>
    public const int DefaultPort = 9042;

    /// <summary>Initial contact points; the other nodes are found through them. At least one.</summary>
    public required IReadOnlyList<DnsEndPoint> ContactPoints { get; init; }

    /// <summary>The datacenter whose nodes are used.</summary>
    /// <value>Defaults to <c>datacenter1</c>.</value>
    public string Datacenter { get; init; } = "datacenter1";

    /// <summary>User and password.</summary>
    /// <value>Defaults to null: no login.</value>
    public Login? Login { get; init; }

    /// <summary>TLS settings.</summary>
    /// <value>Defaults to null: no TLS.</value>
    public TlsOptions? Tls { get; init; }

    /// <summary>Consistency level of reads, by Cassandra's name.</summary>
    /// <value>
    /// Defaults to <c>LOCAL_QUORUM</c>: two of three replicas, so that what the job wrote to two is seen; with one replica, that one.
    /// </value>
    public string Consistency { get; init; } = "LOCAL_QUORUM";

    /// <summary>The keyspace of the events.</summary>
    /// <value>Defaults to <c>eventlogdemo</c>; 1 to 48 lower-case letters, digits and underscores, starting with a letter.</value>
    public string Keyspace { get; init; } = "eventlogdemo";

    /// <summary>Consistency levels that are allowed for reads.</summary>
    public static IReadOnlyList<string> ConsistencyLevels { get; } =
        ["ONE", "TWO", "THREE", "QUORUM", "ALL", "LOCAL_QUORUM", "EACH_QUORUM", "LOCAL_ONE"];

    /// <summary>The first contact point, for messages.</summary>
    public Uri Endpoint => new(string.Create(
        CultureInfo.InvariantCulture, $"cassandra://{ContactPoints[0].Host}:{ContactPoints[0].Port}"));

    /// <summary>Throws for an invalid setting.</summary>
    /// <exception cref="ConnectionSettingException">A setting has an invalid value.</exception>
    public void Validate()
    {
        if (ContactPoints.Count == 0)
        {
            throw new ConnectionSettingException("list of contact points", "", "at least one host with a port");
        }

        if (!ConsistencyLevels.Contains(Consistency))
        {
            throw new ConnectionSettingException("consistency level", Consistency, $"one of {string.Join(", ", ConsistencyLevels)}");
        }

        if (!ValidKeyspace().IsMatch(Keyspace))
        {
            throw new ConnectionSettingException(
                "keyspace", Keyspace, "1 to 48 lower-case letters, digits and underscores, starting with a letter");
        }
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{string.Join(", ", ContactPoints.Select(point => string.Create(CultureInfo.InvariantCulture, $"{point.Host}:{point.Port}")))}"
        + $" ({Datacenter}, {Keyspace}, {Consistency}{(Login is null ? "" : $", {Login}")}{(Tls is null ? "" : ", TLS")})";

    // The name is part of statements, so names that would need quotes are rejected.
    [GeneratedRegex(@"\A[a-z][a-z0-9_]{0,47}\z")]
    private static partial Regex ValidKeyspace();
}
