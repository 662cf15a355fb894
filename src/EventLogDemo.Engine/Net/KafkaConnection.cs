namespace EventLogDemo.Engine.Net;

/// <summary>How to reach a Kafka cluster. The password is in <see cref="Login"/> and never printed.</summary>
public sealed record KafkaConnection
{
    /// <summary>The default port of a broker.</summary>
    public const int DefaultPort = 9092;

    /// <summary>Bootstrap servers: <c>host:port</c>, separated by commas.</summary>
    public required string BootstrapServers { get; init; }

    /// <summary>User and password.</summary>
    /// <value>Defaults to null: no login.</value>
    public Login? Login { get; init; }

    /// <summary>SASL mechanism of the <see cref="Login"/>.</summary>
    /// <value>Defaults to SCRAM-SHA-512.</value>
    public SaslLogin Mechanism { get; init; } = SaslLogin.ScramSha512;

    /// <summary>TLS settings.</summary>
    /// <value>Defaults to null: plain text.</value>
    public TlsOptions? Tls { get; init; }

    /// <summary>The first broker's address, for messages.</summary>
    /// <exception cref="ConnectionSettingException">The text is not a valid address.</exception>
    public Uri Endpoint => Servers is [(string host, int port), ..]
        ? new UriBuilder("kafka", host, port).Uri
        : throw new ConnectionSettingException("list of brokers", BootstrapServers, ServerAddress.Expected);

    /// <summary>Host and port of each of the <see cref="BootstrapServers"/>.</summary>
    internal IReadOnlyList<(string Host, int Port)> Servers =>
        [.. BootstrapServers.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Parse)];

    /// <inheritdoc/>
    public override string ToString() =>
        $"{BootstrapServers} ({(Tls is null ? "plain text" : "TLS")}, {(Login is null ? "no login" : $"{Mechanism} {Login}")})";

    private static (string Host, int Port) Parse(string server) =>
        ServerAddress.TryParse(server, DefaultPort, out ServerAddress address)
            ? (address.Host, address.Port)
            : throw new ConnectionSettingException("address of a broker", server, ServerAddress.Expected);
}

/// <summary>SASL mechanisms.</summary>
public enum SaslLogin
{
    /// <summary>SCRAM-SHA-512: the password itself is never sent.</summary>
    ScramSha512,

    /// <summary>SCRAM-SHA-256: the password itself is never sent.</summary>
    ScramSha256,

    /// <summary>PLAIN: the password is sent in plain text, so only over TLS.</summary>
    Plain,
}
