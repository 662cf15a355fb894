using EventLogDemo.Engine.Errors;

namespace EventLogDemo.Engine.Pipelines;

/// <summary>Outcome of one check of a machine.</summary>
public enum HostCheckOutcome
{
    /// <summary>The requirement is met.</summary>
    Passed,

    /// <summary>It may not be met, or could not be checked.</summary>
    Warning,

    /// <summary>The requirement is not met: a pipeline cannot be started.</summary>
    Failed,
}

/// <summary>Result of a check of one requirement of a pipeline on Docker.</summary>
/// <param name="Name">What was checked.</param>
/// <param name="Outcome">The outcome.</param>
/// <param name="Found">What was found.</param>
/// <param name="Action">What to do about it, or null if there is nothing to do or the error says it.</param>
/// <param name="Error">The error that a start would throw, or null unless the check failed.</param>
public sealed record HostCheckResult(string Name, HostCheckOutcome Outcome, string Found, string? Action, EngineException? Error);
