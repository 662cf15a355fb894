using System.ComponentModel;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Processes;

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
        LastLines lines = new(ErrorLineCount);
        try
        {
            int exitCode = await ChildProcess.RunAsync(
                OperatingSystem.IsWindows() ? "mvn.cmd" : "mvn",
                ["--batch-mode", "--quiet", "-DskipTests", "--file", project, "package"],
                variables: null,
                lines.Add,
                cancellationToken).ConfigureAwait(false);
            if (exitCode != 0)
            {
                throw new JobBuildException(project, exitCode, lines.All);
            }
        }
        catch (Win32Exception)
        {
            throw new JobJarMissingException(jars);
        }
    }
}
