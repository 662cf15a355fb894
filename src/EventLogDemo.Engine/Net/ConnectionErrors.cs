using EventLogDemo.Engine.Errors;

namespace EventLogDemo.Engine.Net;

/// <summary>A login was refused: a wrong user, password or token.</summary>
/// <param name="service">Name of the service.</param>
/// <param name="endpoint">Where it is.</param>
/// <param name="reason">The reason that it gave, without any credential.</param>
/// <param name="inner">The library's error.</param>
public sealed class AuthenticationFailedException(string service, Uri? endpoint, string reason, Exception? inner = null)
    : EngineException($"{service} refused the connection: {reason.TrimEnd('.')}.", inner)
{
    /// <summary>Name of the service.</summary>
    public string Service { get; } = service;

    /// <summary>Where it is.</summary>
    public Uri? Endpoint { get; } = endpoint;

    /// <summary>The reason that it gave.</summary>
    public string Reason { get; } = reason;

    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.AuthenticationFailed;

    /// <inheritdoc/>
    public override object Target => Service;
}

/// <summary>The user lacks the permission.</summary>
public sealed class AccessDeniedException(string service, string attempted, string reason)
    : EngineException($"Cannot {attempted}: {service} does not permit it to this user ({reason.TrimEnd('.')}).")
{
    /// <summary>What was tried.</summary>
    public string Attempted { get; } = attempted;

    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.PermissionDenied;

    /// <inheritdoc/>
    public override object Target { get; } = service;
}

/// <summary>A TLS connection failed: a certificate is not trusted or is for another name, or one side does not speak TLS.</summary>
public sealed class TlsFailedException(string service, Uri? endpoint, string reason, Exception? inner = null)
    : EngineException($"Cannot connect to {service}{EndpointText.At(endpoint)} with TLS: {reason.TrimEnd('.')}.", inner)
{
    /// <summary>Name of the service.</summary>
    public string Service { get; } = service;

    /// <summary>Where it is.</summary>
    public Uri? Endpoint { get; } = endpoint;

    /// <summary>Why it failed.</summary>
    public string Reason { get; } = reason;

    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.SecurityFailed;

    /// <inheritdoc/>
    public override object Target => Service;
}

/// <summary>A certificate or key for a TLS connection cannot be used.</summary>
public sealed class TlsFileException(string path, Exception inner)
    : EngineException($"Cannot use the certificate or key '{path}': {inner.Message}", inner)
{
    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.ReadFailed;

    /// <inheritdoc/>
    public override object Target { get; } = path;
}

/// <summary>A connection setting has an invalid value.</summary>
public sealed class ConnectionSettingException(string setting, string value, string expected)
    : EngineException($"'{value}' is not a valid {setting}: it must be {expected}.")
{
    /// <summary>Name of the setting.</summary>
    public string Setting { get; } = setting;

    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.InvalidArgument;

    /// <inheritdoc/>
    public override object Target { get; } = value;
}
