namespace EventLogDemo.Engine.Docker.Compose;

/// <summary>The arguments of <c>docker compose</c>, and the names it takes.</summary>
internal static class ComposeArguments
{
    private const string ProjectPrefix = "eventlogdemo-";

    /// <summary>The compose project of a pipeline. Compose allows lower case, digits, <c>-</c> and <c>_</c>.</summary>
    public static string ProjectOf(string pipeline) => ProjectPrefix + string.Concat(
        pipeline.ToLowerInvariant().Select(character => char.IsAsciiLetterOrDigit(character) || character == '_' ? character : '-'));

    /// <summary>Asks for the version, bare.</summary>
    public static IReadOnlyList<string> Version { get; } = ["compose", "version", "--short"];

    /// <summary>Makes and starts what is missing of a project.</summary>
    public static IReadOnlyList<string> Up(string project, string file) => [.. Common(project, file), "up", "--detach", "--quiet-pull"];

    /// <summary>Stops and removes a project's containers and network.</summary>
    /// <param name="project">The project.</param>
    /// <param name="file">The compose file.</param>
    /// <param name="removeVolumes">Its volumes too, and with them its data.</param>
    /// <param name="removeImages">Its images too.</param>
    public static IReadOnlyList<string> Down(string project, string file, bool removeVolumes, bool removeImages) =>
    [
        .. Common(project, file),
        "down",
        .. removeVolumes ? ["--volumes"] : (ReadOnlySpan<string>)[],
        .. removeImages ? ["--rmi", "all"] : (ReadOnlySpan<string>)[],
    ];

    private static string[] Common(string project, string file) =>
        ["compose", "--ansi", "never", "--progress", "plain", "--project-name", project, "--file", file];
}
