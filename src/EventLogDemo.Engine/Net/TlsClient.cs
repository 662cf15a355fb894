using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EventLogDemo.Engine.Net;

/// <summary>Makes TLS connections according to <see cref="TlsOptions"/>, for adapters whose library leaves that to .NET.</summary>
internal sealed class TlsClient
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    private readonly X509Certificate2Collection? _trusted;
    private readonly bool _verifiesHostName;

    /// <summary>Reads the certificate and key files.</summary>
    /// <exception cref="TlsFileException">A file is missing or invalid.</exception>
    public TlsClient(TlsOptions options)
    {
        _verifiesHostName = options.VerifiesHostName;
        if (options.CaFile is { } authorities)
        {
            _trusted = [];
            Read(authorities, () => _trusted.ImportFromPemFile(authorities));
        }

        if (options.CertificateFile is { } file)
        {
            X509Certificate2Collection chain = [];
            Read(file, () => chain.ImportFromPemFile(file));
            X509Certificate2 own = Read(options.KeyFile ?? file, () => WithKey(file, options.KeyFile));
            Certificates = [own, .. chain.Skip(1)];
        }
    }

    /// <summary>The client's own certificate with its key, followed by its chain; empty when it presents none.</summary>
    public X509Certificate2Collection Certificates { get; } = [];

    /// <summary>.NET's options for a connection to a host.</summary>
    public SslClientAuthenticationOptions OptionsFor(string host) => new()
    {
        TargetHost = host,
        // Leaves the choice of protocol versions to the operating system.
        EnabledSslProtocols = SslProtocols.None,
        RemoteCertificateValidationCallback = (_, certificate, chain, errors) => IsTrusted(certificate, chain, errors),
        ClientCertificateContext = Certificates is [{ } own, ..]
            ? SslStreamCertificateContext.Create(own, [.. Certificates.Skip(1)], offline: true)
            : null,
    };

    /// <summary>Whether to trust a server's certificate.</summary>
    public bool IsTrusted(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is not X509Certificate2 shown || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
        {
            return false;
        }

        if (_verifiesHostName && errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            return false;
        }

        return _trusted is null
            ? !errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors)
            : LeadsToTrusted(shown, chain);
    }

    private bool LeadsToTrusted(X509Certificate2 shown, X509Chain? given)
    {
        using X509Chain chain = new();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(_trusted!);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        if (given is not null)
        {
            chain.ChainPolicy.ExtraStore.AddRange(given.ChainPolicy.ExtraStore);
        }

        return chain.Build(shown);
    }

    private static X509Certificate2 WithKey(string certificateFile, string? keyFile)
    {
        X509Certificate2 read = X509Certificate2.CreateFromPemFile(certificateFile, keyFile);
        if (!OperatingSystem.IsWindows())
        {
            return read;
        }

        // Windows does not present a certificate whose key is only in memory.
        using (read)
        {
            return X509CertificateLoader.LoadPkcs12(read.Export(X509ContentType.Pkcs12), null);
        }
    }

    private static void Read(string path, Action read) => Read(path, () =>
    {
        read();
        return true;
    });

    private static T Read<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new TlsFileException(path, failure);
        }
    }
}
