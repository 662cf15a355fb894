using EventLogDemo.Engine.Docker;
using EventLogDemo.Engine.Docker.Jobs;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Engine.Environments;

/// <summary>Finds the jar of the Flink job, or has Maven build it.</summary>
internal static class JobJar
{
    /// <summary>The jar: the first of those that may be there, else one that is built.</summary>
    /// <param name="options">Where it may be, and what it is built from.</param>
    /// <param name="maven">What builds it.</param>
    /// <param name="progress">Told that it is built.</param>
    /// <param name="cancellationToken">Ends the build.</param>
    /// <exception cref="JobJarMissingException">There is none, and none can be built.</exception>
    /// <exception cref="JobBuildToolsException">There is no Maven to build it.</exception>
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
            // Maven writes the jar first without what it needs to run. The next start would take one that was left so.
            Closing.After(failure, options.JobJars.Where(File.Exists).Select(half => (Action)(() => File.Delete(half))));
            throw;
        }

        return options.JobJars.FirstOrDefault(File.Exists) ?? throw new JobJarMissingException(options.JobJars);
    }
}
