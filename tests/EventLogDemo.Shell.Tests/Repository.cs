namespace EventLogDemo.Shell.Tests;

/// <summary>Where things lie in the repository that the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ModuleFolder.FindManifest(given: null))!, ".."));

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);
}
