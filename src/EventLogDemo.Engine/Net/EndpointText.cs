namespace EventLogDemo.Engine.Net;

internal static class EndpointText
{
    // Only host and port: other parts of an address, a password above all, do not belong in messages.
    public static string At(Uri? endpoint) => endpoint switch
    {
        null => "",
        { IsFile: true } => $" in {endpoint.LocalPath}",
        _ => $" at {endpoint.Authority}",
    };
}
