using EventLogDemo.Engine.Environments;

namespace EventLogDemo.PowerShell.Tests;

/// <summary>Another folder for the pipelines of this process that are given none, until it is disposed.</summary>
internal sealed class TemporaryHome : IDisposable
{
    private readonly string? _before = Environment.GetEnvironmentVariable(StateFolders.HomeVariable);

    public TemporaryHome(string? folder = null)
    {
        Folder = folder ?? Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        Environment.SetEnvironmentVariable(StateFolders.HomeVariable, Folder);
    }

    public string Folder { get; }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(StateFolders.HomeVariable, _before);
        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }
    }
}
