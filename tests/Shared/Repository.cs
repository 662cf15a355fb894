namespace EventLogDemo.Tests;

/// <summary>Files of the repository that belong to no assembly.</summary>
internal static class Repository
{
    /// <summary>The folder with the solution.</summary>
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    /// <summary>The module's views, in the order of their names.</summary>
    public static IReadOnlyList<string> ViewFiles { get; } =
        [.. Directory.EnumerateFiles(PathOf("module", "views"), "*.Format.ps1xml").Order(StringComparer.Ordinal)];

    /// <summary>The path of a file or folder of the repository.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string Find(DirectoryInfo? folder) =>
        folder is null ? throw new DirectoryNotFoundException("The tests do not lie in a repository.")
        : File.Exists(Path.Combine(folder.FullName, "EventLogDemo.sln")) ? folder.FullName
        : Find(folder.Parent);
}
