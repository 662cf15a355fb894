namespace EventLogDemo.Engine.Net;

/// <summary>How TLS connections are made and verified. Files are PEM.</summary>
public sealed record TlsOptions
{
    /// <summary>Certificates of the trusted authorities.</summary>
    /// <value>Defaults to null: the machine's trusted authorities.</value>
    public string? CaFile { get; init; }

    /// <summary>The client's own certificate, with its chain.</summary>
    /// <value>Defaults to null: none is presented.</value>
    public string? CertificateFile { get; init; }

    /// <summary>Private key of <see cref="CertificateFile"/> (PKCS#8, not encrypted).</summary>
    /// <value>Defaults to null: it is in the same file.</value>
    public string? KeyFile { get; init; }

    /// <summary>Whether the server's certificate must match the host name.</summary>
    /// <value>Defaults to true.</value>
    public bool VerifiesHostName { get; init; } = true;
}
