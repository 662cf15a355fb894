using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace EventLogDemo.Engine.Docker.Containers;

/// <summary>Finds Docker's engine as the <c>docker</c> command does: by environment variable, by the current context, or at its default address.</summary>
internal static class DockerEndpoint
{
    private const string DefaultContext = "default";
    private const string Pipe = "npipe://./";
    private const string PipeOfDocker = "npipe:////./";

    private static readonly string[] Usable = ["unix", "npipe", "tcp", "http"];

    /// <summary>The engine that this user's <c>docker</c> command would use.</summary>
    /// <exception cref="DockerEndpointException">The configured address cannot be used.</exception>
    public static Uri Find() => Find(
        Environment.GetEnvironmentVariable,
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
        OperatingSystem.IsWindows());

    /// <summary>The engine that the <c>docker</c> command would use with these variables and this home folder.</summary>
    /// <exception cref="DockerEndpointException">The configured address cannot be used.</exception>
    public static Uri Find(Func<string, string?> variable, string home, bool isWindows)
    {
        string address = NotEmpty(variable("DOCKER_HOST"))
            ?? FindContext(variable, home)
            ?? (isWindows ? $"{Pipe}pipe/docker_engine" : "unix:///var/run/docker.sock");
        // Docker writes the path of a pipe with the machine as a dot, which Uri drops.
        if (address.StartsWith(PipeOfDocker, StringComparison.OrdinalIgnoreCase))
        {
            address = Pipe + address[PipeOfDocker.Length..];
        }

        if (!Uri.TryCreate(address, UriKind.Absolute, out Uri? endpoint) || !Usable.Contains(endpoint.Scheme, StringComparer.Ordinal))
        {
            throw new DockerEndpointException(address, $"only {string.Join(", ", Usable)} addresses are supported");
        }

        return endpoint.Scheme == "tcp" && NotEmpty(variable("DOCKER_TLS_VERIFY")) is not null
            ? throw new DockerEndpointException(address, "TLS to Docker is not supported")
            : endpoint;
    }

    /// <summary>Whether the engine publishes ports on this machine.</summary>
    public static bool IsLocal(Uri endpoint) => endpoint.Scheme is "unix" or "npipe" || endpoint.IsLoopback;

    private static string? FindContext(Func<string, string?> variable, string home)
    {
        string folder = NotEmpty(variable("DOCKER_CONFIG")) ?? Path.Combine(home, ".docker");
        string? context = NotEmpty(variable("DOCKER_CONTEXT"))
            ?? ReadText(Path.Combine(folder, "config.json"), root => root.GetProperty("currentContext"));
        if (context is null or DefaultContext)
        {
            return null;
        }

        string digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(context)));
        return ReadText(
            Path.Combine(folder, "contexts", "meta", digest, "meta.json"),
            root => root.GetProperty("Endpoints").GetProperty("docker").GetProperty("Host"));
    }

    private static string? ReadText(string file, Func<JsonElement, JsonElement> choose)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllText(file));
            return NotEmpty(choose(document.RootElement).GetString());
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException
            or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            // A user without such a file, or without a context in it, uses the default engine.
            return null;
        }
    }

    private static string? NotEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
