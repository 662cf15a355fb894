namespace EventLogDemo.Shell;

/// <summary>Finds the module.</summary>
internal static class ModuleFolder
{
    private const string Manifest = "EventLogDemo.psd1";
    private const string Folder = "module";

    /// <summary>Full path of the module's manifest: of the given folder or file, otherwise of <c>module/</c> in the shell's folder or the nearest parent folder.</summary>
    /// <exception cref="FileNotFoundException">There is no manifest.</exception>
    public static string FindManifest(string? given)
    {
        IEnumerable<string> candidates = given is null
            ? Above(AppContext.BaseDirectory).Select(folder => Path.Combine(folder, Folder, Manifest))
            : [Path.GetFullPath(given), Path.Combine(Path.GetFullPath(given), Manifest)];

        return candidates.FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException($"There is no {Manifest} in '{given ?? AppContext.BaseDirectory}'; say where it is with -ModulePath.");
    }

    /// <summary>Full path of the script that runs when none is given; it is next to the module's folder.</summary>
    public static string FindFirstRun(string manifest) =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(manifest)!, "..", "drills", "first-run.ps1"));

    private static IEnumerable<string> Above(string folder)
    {
        for (DirectoryInfo? current = new(folder); current is not null; current = current.Parent)
        {
            yield return current.FullName;
        }
    }
}
