using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Engine.Flink;

/// <summary>Finds the pipeline's job in a Flink cluster and interprets its state.</summary>
internal static class FlinkJob
{
    private const string Running = "RUNNING";

    /// <summary>The pipeline's job, or null when the cluster has no job at all.</summary>
    /// <param name="jobs">All jobs of the cluster, including those that have ended.</param>
    /// <param name="name">The job's name.</param>
    /// <exception cref="JobNotFoundException">There are several jobs, and none has that name.</exception>
    public static JobResponse? Choose(IReadOnlyList<JobResponse> jobs, string name)
    {
        List<JobResponse> alive = [.. jobs.Where(job => !HasEnded(job))];
        IReadOnlyList<JobResponse> candidates = alive.Count > 0 ? alive : jobs;
        return candidates.Where(job => job.Name == name).MaxBy(job => job.StartTime) ?? candidates switch
        {
            [] => null,
            [{ } alone] => alone,
            _ => throw new JobNotFoundException(name, [.. candidates.Select(job => job.Name).Distinct()]),
        };
    }

    /// <summary>Whether Flink reports the job as running, regardless of its tasks.</summary>
    public static bool IsRunning(JobResponse? job) => job?.State == Running;

    /// <summary>Whether all its tasks run: a job is RUNNING before its tasks are.</summary>
    public static bool AreTasksRunning(JobResponse? job) =>
        IsRunning(job) && job!.Tasks is { Total: > 0 } tasks && tasks.Running == tasks.Total;

    /// <summary>State of the processor.</summary>
    /// <param name="job">The job, or null when there is none.</param>
    /// <param name="hasWorkers">Whether the coordinator has workers.</param>
    public static ProcessorState StateOf(JobResponse? job, bool hasWorkers) => job switch
    {
        null => ProcessorState.Stopped,
        _ when AreTasksRunning(job) => ProcessorState.Running,
        { State: Running or "RESTARTING" or "FAILING" or "CREATED" or "INITIALIZING" or "RECONCILING" } =>
            hasWorkers ? ProcessorState.Restarting : ProcessorState.Stopped,
        _ => ProcessorState.Stopped,
    };

    private static bool HasEnded(JobResponse job) => job.State is "FINISHED" or "CANCELED" or "FAILED" or "SUSPENDED";
}
