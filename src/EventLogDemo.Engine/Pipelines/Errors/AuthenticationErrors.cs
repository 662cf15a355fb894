namespace EventLogDemo.Engine.Pipelines;

/// <summary>A service refused who we say we are, or is not who it should be: a wrong login, a certificate that is not trusted.</summary>
/// <param name="service">Name of the service.</param>
/// <param name="endpoint">Where it is.</param>
/// <param name="reason">What it said, without any credential.</param>
/// <param name="inner">The library's own error.</param>
public sealed class AuthenticationFailedException(string service, Uri? endpoint, string reason, Exception? inner = null)
    : EngineException($"The service '{service}' refused the connection: {reason.TrimEnd('.')}.", inner)
{
    /// <summary>Name of the service.</summary>
    public string Service { get; } = service;

    /// <summary>Where it is.</summary>
    public Uri? Endpoint { get; } = endpoint;

    /// <summary>What it said.</summary>
    public string Reason { get; } = reason;

    /// <inheritdoc/>
    public override object Target => Service;
}

/// <summary>A certificate or key of a TLS connection cannot be used.</summary>
public sealed class TlsFileException(string path, Exception inner)
    : EngineException($"The certificate or key '{path}' cannot be used: {inner.Message}", inner)
{
    /// <inheritdoc/>
    public override object Target { get; } = path;
}
