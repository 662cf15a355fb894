using EventLogDemo.Engine.Errors;

namespace EventLogDemo.Engine.Pipelines;

/// <summary>How one check of a machine came out.</summary>
public enum HostCheckOutcome
{
    /// <summary>All is well.</summary>
    Passed,

    /// <summary>It may work, or could not be told.</summary>
    Warning,

    /// <summary>A pipeline cannot be started so.</summary>
    Failed,
}

/// <summary>One thing that a pipeline on Docker needs of a machine.</summary>
/// <param name="Name">What was looked at.</param>
/// <param name="Outcome">How it came out.</param>
/// <param name="Found">What was found.</param>
/// <param name="Action">What to do about it, or null where nothing is to be done, or where the error's id says it.</param>
/// <param name="Error">What a start throws because of it, or null unless it failed.</param>
public sealed record HostCheckResult(string Name, HostCheckOutcome Outcome, string Found, string? Action, EngineException? Error);
