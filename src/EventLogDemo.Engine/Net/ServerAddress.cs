using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace EventLogDemo.Engine.Net;

/// <summary>Address of a server in its usual notations: <c>host</c>, <c>host:port</c>, <c>[IPv6]</c> or <c>[IPv6]:port</c>.</summary>
/// <param name="Host">Name or address; an IPv6 address without its brackets.</param>
/// <param name="Port">Port, from 1 to 65,535.</param>
public readonly record struct ServerAddress(string Host, int Port)
{
    /// <summary>The expected form of an address, for messages.</summary>
    internal const string Expected = "a host, optionally followed by a colon and a port from 1 to 65535; an IPv6 address is in brackets";

    private const int LargestPort = 65_535;

    /// <summary>The host as written in an address: IPv6 in brackets.</summary>
    public string UriHost => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host;

    /// <summary>Parses an address.</summary>
    /// <param name="text">The text.</param>
    /// <param name="defaultPort">The port to use when the text contains none.</param>
    /// <param name="address">The address.</param>
    /// <returns>Whether the text is a valid address.</returns>
    public static bool TryParse(string text, int defaultPort, out ServerAddress address)
    {
        string trimmed = text.Trim();
        bool hasBrackets = trimmed.StartsWith('[');
        int end = hasBrackets ? trimmed.IndexOf(']', StringComparison.Ordinal) + 1 : trimmed.IndexOf(':', StringComparison.Ordinal);
        string host = end < 0 ? trimmed : trimmed[..end];
        string rest = end < 0 ? "" : trimmed[end..];
        string bare = hasBrackets && host.Length > 1 ? host[1..^1] : host;
        bool isHost = hasBrackets
            ? IPAddress.TryParse(bare, out IPAddress? ip) && ip.AddressFamily == AddressFamily.InterNetworkV6
            : Uri.CheckHostName(host) is UriHostNameType.Dns or UriHostNameType.IPv4;
        int port = defaultPort;
        bool isPort = rest.Length == 0
            || (rest[0] == ':' && int.TryParse(rest.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out port)
                && port is > 0 and <= LargestPort);
        address = isHost && isPort ? new ServerAddress(bare, port) : default;
        return isHost && isPort;
    }
}
