using EventLogDemo.Engine.Docker;
using EventLogDemo.Engine.Docker.Jobs;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Engine.Environments;

/// <summary>Finds the jar of the Flink job, or has Maven build it.</summary>
internal static class JobJar
{
    /// <summary>The jar: the first existing one of the possible paths, otherwise one that is built.</summary>
    /// <param name="options">Where it may be, and what it is built from.</param>
    /// <param name="maven">Builds it.</param>
    /// <param name="progress">Receives a message when it is built.</param>
    /// <param name="cancellationToken">Kills the build.</param>
    /// <exception cref="JobJarMissingException">It does not exist and cannot be built.</exception>
    /// <exception cref="JobBuildToolsException">Maven was not found.</exception>
    /// <exception cref="JobBuildException">Maven failed.</exception>
    public static async Task<string> FindAsync(
        DockerOptions options, Maven maven, IProgress<string>? progress, CancellationToken cancellationToken)
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
        try
        {
            await maven.PackageAsync(project, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            // Maven first writes the jar without its dependencies. The next start would use such a leftover.
            Closing.After(failure, options.JobJars.Where(File.Exists).Select(half => (Action)(() => File.Delete(half))));
            throw;
        }

        return options.JobJars.FirstOrDefault(File.Exists) ?? throw new JobJarMissingException(options.JobJars);
    }
}
