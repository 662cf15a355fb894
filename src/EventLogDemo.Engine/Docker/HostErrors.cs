using EventLogDemo.Engine.Errors;

namespace EventLogDemo.Engine.Docker;

/// <summary>A port is in use.</summary>
/// <param name="service">Service that needs it.</param>
/// <param name="port">The port.</param>
/// <param name="holder">Who holds it, or null when unknown.</param>
public sealed class PortInUseException(string service, int port, string? holder)
    : EngineException($"Port {port}, needed for {service}, is in use by {holder ?? "an unknown program"}.")
{
    /// <summary>Service that needs it.</summary>
    public string Service { get; } = service;

    /// <summary>The port.</summary>
    public int Port { get; } = port;

    /// <summary>Who holds it, or null when unknown.</summary>
    public string? Holder { get; } = holder;

    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.Busy;

    /// <inheritdoc/>
    public override object Target => Port;
}

/// <summary>Too little memory.</summary>
public sealed class HostMemoryException(string subject, long foundBytes, long neededBytes)
    : EngineException($"{subject} {foundBytes / 1e9:0.0} GB of memory; at least {neededBytes / 1e9:0.0} GB are required.")
{
    /// <summary>What is available, in bytes.</summary>
    public long FoundBytes { get; } = foundBytes;

    /// <summary>What is required, in bytes.</summary>
    public long NeededBytes { get; } = neededBytes;

    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.Unavailable;

    /// <inheritdoc/>
    public override object Target => FoundBytes;
}

/// <summary>An image is not on this machine and cannot be pulled.</summary>
public sealed class ImageMissingException(string image, string reason)
    : EngineException(
        $"The image '{image}' is not on this machine and cannot be pulled: {PrintableText.Escape(reason, ServiceLogText.MaxLineLength).TrimEnd('.')}.")
{
    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.NotFound;

    /// <inheritdoc/>
    public override object Target { get; } = image;
}
