using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace EventLogDemo.Engine.Net;

/// <summary>How to reach a Cassandra cluster. Prints without the password.</summary>
public sealed partial record CassandraConnection
{
    /// <summary>The port that a node listens at when nothing else was said.</summary>
    public const int DefaultPort = 9042;

    /// <summary>Nodes to ask first; the others are found through them. At least one.</summary>
    public required IReadOnlyList<DnsEndPoint> ContactPoints { get; init; }

    /// <summary>The datacenter whose nodes are asked.</summary>
    /// <value>Defaults to <c>datacenter1</c>.</value>
    public string Datacenter { get; init; } = "datacenter1";

    /// <summary>Who logs in.</summary>
    /// <value>Defaults to null: nobody.</value>
    public Login? Login { get; init; }

    /// <summary>How TLS is spoken.</summary>
    /// <value>Defaults to null: not at all.</value>
    public TlsOptions? Tls { get; init; }

    /// <summary>How many replicas must agree on what is read, in Cassandra's own words.</summary>
    /// <value>
    /// Defaults to <c>LOCAL_QUORUM</c>: of three replicas two, so that what the job wrote to two is seen; of one replica that one.
    /// </value>
    public string Consistency { get; init; } = "LOCAL_QUORUM";

    /// <summary>The keyspace of the events.</summary>
    /// <value>Defaults to <c>eventlogdemo</c>; 1 to 48 lower-case letters, digits and underscores, starting with a letter.</value>
    public string Keyspace { get; init; } = "eventlogdemo";

    /// <summary>Consistency levels that a read can have.</summary>
    public static IReadOnlyList<string> ConsistencyLevels { get; } =
        ["ONE", "TWO", "THREE", "QUORUM", "ALL", "LOCAL_QUORUM", "EACH_QUORUM", "LOCAL_ONE"];

    /// <summary>The first contact point, for messages.</summary>
    public Uri Endpoint => new(string.Create(
        CultureInfo.InvariantCulture, $"cassandra://{ContactPoints[0].Host}:{ContactPoints[0].Port}"));

    /// <summary>Throws for a value that cannot be one.</summary>
    /// <exception cref="ConnectionSettingException">A setting has a value that it cannot have.</exception>
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

    // The name stands in statements, so nothing that would need quotes is let through.
    [GeneratedRegex(@"\A[a-z][a-z0-9_]{0,47}\z")]
    private static partial Regex ValidKeyspace();
}
