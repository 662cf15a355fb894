using System.ComponentModel;
using System.Diagnostics;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Engine.Environments;

/// <summary>Finds the jar of the Flink job, or has Maven build it.</summary>
internal static class JobJar
{
    private const int ErrorLineCount = 20;

    /// <summary>The jar: the first of those that may be there, else one that is built.</summary>
    /// <exception cref="JobJarMissingException">There is none, and none can be built.</exception>
    /// <exception cref="JobBuildException">Maven failed.</exception>
    public static async Task<string> FindAsync(DockerOptions options, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        if (options.JobJars.FirstOrDefault(File.Exists) is { } jar)
        {
            return jar;
        }

        if (options.JobProject is not { } project || !File.Exists(project))
        {
            throw new JobJarMissingException(options.JobJars);
        }

        progress?.Report($"Building the Flink job with Maven from {project}");
        await BuildAsync(project, options.JobJars, cancellationToken).ConfigureAwait(false);
        return options.JobJars.FirstOrDefault(File.Exists) ?? throw new JobJarMissingException(options.JobJars);
    }

    private static async Task BuildAsync(string project, IReadOnlyList<string> jars, CancellationToken cancellationToken)
    {
        ProcessStartInfo start = new(
            OperatingSystem.IsWindows() ? "mvn.cmd" : "mvn", ["--batch-mode", "--quiet", "-DskipTests", "--file", project, "package"])
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process maven = new() { StartInfo = start };
        try
        {
            maven.Start();
        }
        catch (Win32Exception)
        {
            throw new JobJarMissingException(jars);
        }

        maven.StandardInput.Close();
        Task<string> output = maven.StandardOutput.ReadToEndAsync(CancellationToken.None);
        Task<string> errors = maven.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await maven.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            maven.Kill(entireProcessTree: true);
            throw;
        }

        string said = await output.ConfigureAwait(false) + await errors.ConfigureAwait(false);
        if (maven.ExitCode != 0)
        {
            throw new JobBuildException(project, maven.ExitCode, [.. said.Split('\n', StringSplitOptions.TrimEntries).TakeLast(ErrorLineCount)]);
        }
    }
}
