namespace EventLogDemo.Engine.Docker.Compose;

/// <summary>The arguments of <c>docker compose</c>, and the project names it accepts.</summary>
internal static class ComposeArguments
{
    private const string ProjectPrefix = "eventlogdemo-";

    /// <summary>The compose project of a pipeline. Compose allows lower case, digits, <c>-</c> and <c>_</c>.</summary>
    public static string ProjectOf(string pipeline) => ProjectPrefix + string.Concat(
        pipeline.ToLowerInvariant().Select(character => char.IsAsciiLetterOrDigit(character) || character == '_' ? character : '-'));

    /// <summary>Prints only the version number.</summary>
    public static IReadOnlyList<string> Version { get; } = ["compose", "version", "--short"];

    /// <summary>Creates and starts what a project lacks.</summary>
    public static IReadOnlyList<string> Up(string project, string file) => [.. Common(project, file), "up", "--detach", "--quiet-pull"];

    /// <summary>Stops and removes a project's containers and network.</summary>
    /// <param name="project">The project.</param>
    /// <param name="file">The compose file.</param>
    /// <param name="removeVolumes">Whether to remove its volumes, and with them its data.</param>
    /// <param name="removeImages">Whether to remove its images.</param>
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
