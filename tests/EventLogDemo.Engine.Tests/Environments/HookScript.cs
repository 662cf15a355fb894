using EventLogDemo.Engine.Tests.Processes;

namespace EventLogDemo.Engine.Tests.Environments;

/// <summary>A program of the user's that controls a service, in a file that goes with the test.</summary>
internal sealed class HookScript : IDisposable
{
    /// <summary>The output file; it exists once something has been written.</summary>
    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"hook-{Guid.NewGuid():N}");

    /// <summary>Writes the script.</summary>
    public void Write(string script) => ShellScript.Write(Path, script);

    public void Dispose() => File.Delete(Path);
}
