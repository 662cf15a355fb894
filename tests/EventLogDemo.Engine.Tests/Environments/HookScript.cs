namespace EventLogDemo.Engine.Tests.Environments;

/// <summary>A program of the user's that controls a service, in a file that goes with the test.</summary>
internal sealed class HookScript : IDisposable
{
    /// <summary>The file; it is there when something has been written.</summary>
    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"hook-{Guid.NewGuid():N}");

    /// <summary>Writes it for a POSIX shell; where there is none the test is skipped.</summary>
    public void Write(string script)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the hook is written for a POSIX shell");
        File.WriteAllText(Path, $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    public void Dispose() => File.Delete(Path);
}
