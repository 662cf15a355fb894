namespace EventLogDemo.Shell.Tests;

/// <summary>A script in a folder of its own, which goes with it.</summary>
internal sealed class ScriptFile : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eventlogdemo it's ");

    public ScriptFile(string text)
    {
        Path = System.IO.Path.Combine(_folder.FullName, "a script.ps1");
        File.WriteAllText(Path, text);
    }

    public string Folder => _folder.FullName;

    public string Path { get; }

    public void Dispose() => _folder.Delete(recursive: true);
}
