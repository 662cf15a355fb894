using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo;

/// <summary>How one check of this machine came out.</summary>
public sealed class HostCheckInfo
{
    internal HostCheckInfo(HostCheckResult result, string? action)
    {
        Name = result.Name;
        Outcome = result.Outcome.ToString();
        Found = result.Found;
        Action = action;
        ErrorId = result.Error?.Id;
    }

    /// <summary>What was checked.</summary>
    public string Name { get; }

    /// <summary><c>Passed</c>, <c>Warning</c> or <c>Failed</c>.</summary>
    public string Outcome { get; }

    /// <summary>What was found.</summary>
    public string Found { get; }

    /// <summary>What to do about it, or null.</summary>
    public string? Action { get; }

    /// <summary>Id of the error that a start would end with because of it, or null.</summary>
    public string? ErrorId { get; }

    /// <summary>The check in one line.</summary>
    public override string ToString() => $"{Name}: {Outcome}: {Found}";
}
