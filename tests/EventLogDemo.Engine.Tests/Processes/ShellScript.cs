using System.Diagnostics;

namespace EventLogDemo.Engine.Tests.Processes;

/// <summary>Writes programs for a POSIX shell that tests run.</summary>
internal static class ShellScript
{
    /// <summary>Writes one; skips the test on a machine without such a shell.</summary>
    public static void Write(string file, string script, bool isProgram = true)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the script is written for a POSIX shell");
        // A file that this process has open is inherited by a process that another test starts at that moment, and could not be run
        // until that process has called exec.
        ProcessStartInfo start = new("/bin/sh") { RedirectStandardInput = true, UseShellExecute = false };
        string mode = isProgram ? "700" : "600";
        foreach (string argument in (string[])["-c", $"cat > \"$0\" && chmod {mode} \"$0\"", file])
        {
            start.ArgumentList.Add(argument);
        }

        using Process shell = Process.Start(start)!;
        shell.StandardInput.Write($"#!/bin/sh\n{script}\n");
        shell.StandardInput.Close();
        shell.WaitForExit();
        Assert.Equal(0, shell.ExitCode);
    }
}
