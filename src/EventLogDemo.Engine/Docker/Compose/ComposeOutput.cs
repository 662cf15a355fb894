using System.Globalization;
using System.Text.RegularExpressions;
using EventLogDemo.Engine.Docker.Containers;
using EventLogDemo.Engine.Errors;

namespace EventLogDemo.Engine.Docker.Compose;

/// <summary>Parses the output of <c>docker compose</c>: its progress, and why it failed.</summary>
internal static partial class ComposeOutput
{
    /// <summary>A line as progress for users, such as <c>kafka: started</c>, or null when it reports none.</summary>
    public static string? ReadProgress(string line, string project)
    {
        if (Progress().Match(line) is not { Success: true } match)
        {
            return Pull().Match(line) is { Success: true } pull ? $"{pull.Groups["service"].Value}: pulling its image" : null;
        }

        string step = match.Groups["step"].Value.ToLowerInvariant();
        string name = match.Groups["name"].Value;
        return match.Groups["kind"].Value == "Container" ? $"{ServiceOf(name, project)}: {step}" : null;
    }

    /// <summary>What went wrong, when the last lines contain a known failure: a port in use, or an image that cannot be pulled.</summary>
    public static EngineException? FindFailure(IReadOnlyList<string> lines, string project)
    {
        string text = string.Join('\n', lines);
        if (DockerFailure.FindTakenPort(text) is { } port)
        {
            string? container = Endpoint().Match(text) is { Success: true } match ? match.Groups["name"].Value : null;
            return new PortInUseException(container is null ? project : ServiceOf(container, project), port, holder: null);
        }

        return Image().Match(text) is { Success: true } image ? new ImageMissingException(image.Groups["image"].Value, lines[^1].Trim())
            // The registry was not reached at all: the message names only the service.
            : PullFailure().Match(text) is { Success: true } pull ? new ImageMissingException(pull.Groups["service"].Value, lines[^1].Trim())
            : null;
    }

    /// <summary>The service that failed its health check while others waited for it, or null.</summary>
    public static string? FindUnhealthy(IReadOnlyList<string> lines, string project)
    {
        Match match = Unhealthy().Match(string.Join('\n', lines));
        return !match.Success ? null
            : match.Groups["service"] is { Success: true } service ? service.Value
            : ServiceOf(match.Groups["name"].Value, project);
    }

    /// <summary>Whether a version of Compose is at least another one; false for a version that cannot be parsed.</summary>
    public static bool IsAtLeast(string version, Version needed) =>
        Number().Match(version) is { Success: true } match
        && new Version(
            int.Parse(match.Groups["major"].ValueSpan, CultureInfo.InvariantCulture),
            int.Parse(match.Groups["minor"].ValueSpan, CultureInfo.InvariantCulture)) >= needed;

    // Compose names a container project-service-number.
    private static string ServiceOf(string container, string project)
    {
        string name = container.StartsWith($"{project}-", StringComparison.Ordinal) ? container[(project.Length + 1)..] : container;
        int dash = name.LastIndexOf('-');
        return dash > 0 && name[(dash + 1)..].All(char.IsAsciiDigit) ? name[..dash] : name;
    }

    [GeneratedRegex(@"^\s*(?<kind>Container|Network|Volume) (?<name>\S+)\s+(?<step>[A-Z]\w+)\s*$", RegexOptions.ExplicitCapture)]
    private static partial Regex Progress();

    [GeneratedRegex(@"^\s*(?<service>\S+) Pulling\s*$", RegexOptions.ExplicitCapture)]
    private static partial Regex Pull();

    [GeneratedRegex(@"^\s*(?<service>\S+) Error\s+\S", RegexOptions.ExplicitCapture | RegexOptions.Multiline)]
    private static partial Regex PullFailure();

    [GeneratedRegex(@"(external connectivity on endpoint|for container) (?<name>\S+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Endpoint();

    [GeneratedRegex(
        @"pull access denied for (?<image>[^\s,]+)|manifest for (?<image>\S+) not found|failed to resolve reference ""(?<image>[^""]+)"""
        + @"|No such image: (?<image>\S+)|registry.*/v2/(?<image>\S+?)/manifests",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Image();

    [GeneratedRegex(
        @"container (?<name>\S+) (is unhealthy|exited \(\d+\))|service ""(?<service>[^""]+)"" didn't complete successfully",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Unhealthy();

    [GeneratedRegex(@"(?<major>\d+)\.(?<minor>\d+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Number();
}
