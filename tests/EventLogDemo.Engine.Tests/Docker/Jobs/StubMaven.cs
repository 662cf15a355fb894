using EventLogDemo.Engine.Tests.Processes;

namespace EventLogDemo.Engine.Tests.Docker.Jobs;

/// <summary>A folder with a script called <c>mvn</c>, to put on the path.</summary>
internal sealed class StubMaven : IDisposable
{
    /// <summary>The folder, deleted with the test.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("eventlogdemo-mvn-").FullName;

    /// <summary>Writes the script.</summary>
    public StubMaven Does(string script, bool isProgram = true)
    {
        ShellScript.Write(Path.Combine(Folder, "mvn"), script, isProgram);
        return this;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
