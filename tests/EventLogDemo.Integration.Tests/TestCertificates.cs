using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EventLogDemo.Integration.Tests;

/// <summary>An authority and what it signed, made for one run.</summary>
internal sealed class TestCertificates : IDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);

    private readonly DateTimeOffset _from = TimeProvider.System.GetUtcNow() - Lifetime;
    private readonly RSA _key = RSA.Create(2048);
    private readonly X509Certificate2 _authority;

    public TestCertificates(string name)
    {
        CertificateRequest request = new($"CN={name}", _key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        _authority = request.CreateSelfSigned(_from, _from + (3 * Lifetime));
    }

    /// <summary>The authority's own certificate as PEM.</summary>
    public string Authority => _authority.ExportCertificatePem() + "\n";

    /// <summary>A key (PKCS#8) and the chain that the authority signed for it, as PEM in that order.</summary>
    public string Issue(string dnsName)
    {
        using RSA key = RSA.Create(2048);
        CertificateRequest request = new($"CN={dnsName}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName(dnsName);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        byte[] serial = RandomNumberGenerator.GetBytes(8);
        using X509Certificate2 issued = request.Create(_authority, _from, _from + (2 * Lifetime), serial);
        return $"{key.ExportPkcs8PrivateKeyPem()}\n{issued.ExportCertificatePem()}\n{Authority}";
    }

    public void Dispose()
    {
        _authority.Dispose();
        _key.Dispose();
    }
}
