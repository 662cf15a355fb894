namespace EventLogDemo.Engine.Net;

/// <summary>How a TLS connection is made and checked. Files are PEM.</summary>
public sealed record TlsOptions
{
    /// <summary>Certificates of the authorities to trust.</summary>
    /// <value>Defaults to null: those that the machine trusts.</value>
    public string? CaFile { get; init; }

    /// <summary>The client's own certificate, with its chain.</summary>
    /// <value>Defaults to null: none is shown.</value>
    public string? CertificateFile { get; init; }

    /// <summary>Private key of <see cref="CertificateFile"/> (PKCS#8, not encrypted).</summary>
    /// <value>Defaults to null: it is in the same file.</value>
    public string? KeyFile { get; init; }

    /// <summary>Whether the server's certificate must be for the name that was connected to.</summary>
    /// <value>Defaults to true.</value>
    public bool VerifiesHostName { get; init; } = true;
}
