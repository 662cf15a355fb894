namespace EventLogDemo.Engine.Tests.Docker.Jobs;

/// <summary>A folder with a script of the name <c>mvn</c>, for a path of the test's own.</summary>
internal sealed class StubMaven : IDisposable
{
    /// <summary>The folder; it goes with the test.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("eventlogdemo-mvn-").FullName;

    /// <summary>Writes the script for a POSIX shell; where there is none the test is skipped.</summary>
    public StubMaven Does(string script, bool isProgram = true)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the stand-in for mvn is written for a POSIX shell");
        string file = Path.Combine(Folder, "mvn");
        File.WriteAllText(file, $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | (isProgram ? UnixFileMode.UserExecute : 0));
        }

        return this;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
