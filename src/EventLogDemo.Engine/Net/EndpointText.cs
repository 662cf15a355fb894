namespace EventLogDemo.Engine.Net;

internal static class EndpointText
{
    // Host and port alone: what else an address may hold is not for messages, a password least of all.
    public static string At(Uri? endpoint) => endpoint switch
    {
        null => "",
        { IsFile: true } => $" in {endpoint.LocalPath}",
        _ => $" at {endpoint.Authority}",
    };
}
