using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Engine.Kafka;

/// <summary>How to reach a Kafka cluster. The password is in <see cref="Login"/> and never printed.</summary>
public sealed record KafkaConnection
{
    private const int DefaultPort = 9092;

    /// <summary>Brokers to ask first: <c>host:port</c>, separated by commas.</summary>
    public required string BootstrapServers { get; init; }

    /// <summary>User and password.</summary>
    /// <value>Defaults to null: nobody logs in.</value>
    public Login? Login { get; init; }

    /// <summary>How <see cref="Login"/> is shown to the broker.</summary>
    /// <value>Defaults to SCRAM-SHA-512.</value>
    public SaslLogin Mechanism { get; init; } = SaslLogin.ScramSha512;

    /// <summary>TLS.</summary>
    /// <value>Defaults to null: plain text.</value>
    public TlsOptions? Tls { get; init; }

    /// <summary>The first broker as an address for people.</summary>
    public Uri Endpoint => new UriBuilder("kafka", Servers[0].Host, Servers[0].Port).Uri;

    /// <summary>Host and port of each of the <see cref="BootstrapServers"/>.</summary>
    internal IReadOnlyList<(string Host, int Port)> Servers =>
        [.. BootstrapServers.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Parse)];

    /// <inheritdoc/>
    public override string ToString() =>
        $"{BootstrapServers} ({(Tls is null ? "plain text" : "TLS")}, {(Login is null ? "no login" : $"{Mechanism} {Login}")})";

    private static (string Host, int Port) Parse(string server)
    {
        // Brackets are part of an IPv6 address in this notation and not of the address.
        int colon = server.LastIndexOf(':');
        return colon > server.LastIndexOf(']') && int.TryParse(server.AsSpan(colon + 1), out int port)
            ? (server[..colon].Trim('[', ']'), port)
            : (server.Trim('[', ']'), DefaultPort);
    }
}

/// <summary>How a user logs in to a broker.</summary>
public enum SaslLogin
{
    /// <summary>SCRAM-SHA-512: the password itself is never sent.</summary>
    ScramSha512,

    /// <summary>SCRAM-SHA-256: the password itself is never sent.</summary>
    ScramSha256,

    /// <summary>PLAIN: the password is sent as it is, so only over TLS.</summary>
    Plain,
}
