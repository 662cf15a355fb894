using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Engine.Environments;

/// <summary>A configured environment: it starts pipelines and attaches to them.</summary>
public interface IPipelineEnvironment
{
    /// <summary>Starts a pipeline.</summary>
    /// <param name="options">The options of a new pipeline.</param>
    /// <param name="progress">Receives what is being done.</param>
    /// <param name="cancellationToken">Cancels the start; what this call has started is taken down again.</param>
    /// <exception cref="EngineException">It cannot be started; the exception says why.</exception>
    Task<Pipeline> StartAsync(PipelineOptions options, IProgress<string>? progress, CancellationToken cancellationToken);

    /// <summary>Attaches to a pipeline that was started before.</summary>
    /// <param name="place">Its name in an environment that <see cref="EnvironmentEntry.FindsByName"/>, else its folder.</param>
    /// <param name="options">Intervals, limits and an alias; everything else comes from the pipeline.</param>
    /// <param name="progress">Receives what is being done.</param>
    /// <param name="cancellationToken">Cancels the call; the pipeline stays as it is.</param>
    /// <exception cref="EngineException">It cannot be attached to; the exception says why.</exception>
    Task<Pipeline> ConnectAsync(string place, PipelineOptions options, IProgress<string>? progress, CancellationToken cancellationToken);

    /// <summary>Removes a pipeline that no process has open, with everything that closing it with its data would delete.</summary>
    /// <param name="place">Its name in an environment that <see cref="EnvironmentEntry.FindsByName"/>, else its folder.</param>
    /// <param name="progress">Receives what is being done.</param>
    /// <param name="cancellationToken">Cancels the removal; what has been deleted by then is gone.</param>
    /// <exception cref="EngineException">Something could not be removed, or a process has it open.</exception>
    Task RemoveAsync(string place, IProgress<string>? progress, CancellationToken cancellationToken);

    /// <summary>Checks whether this machine can run a pipeline.</summary>
    /// <param name="pipeline">Name of the pipeline.</param>
    /// <param name="progress">Receives what is being checked.</param>
    /// <param name="cancellationToken">Cancels the checks.</param>
    /// <returns>One result for each check; empty in an environment without requirements.</returns>
    Task<IReadOnlyList<HostCheckResult>> CheckHostAsync(string pipeline, IProgress<string>? progress, CancellationToken cancellationToken);
}
