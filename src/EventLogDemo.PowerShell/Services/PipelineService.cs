using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.PowerShell.Services;

/// <summary>A service of a pipeline, as it was when it was asked.</summary>
public sealed class PipelineService
{
    internal PipelineService(Pipeline owner, ServiceStatus status)
    {
        Owner = owner;
        Pipeline = owner.Name;
        Name = status.Name;
        State = status.State;
        Since = status.Since;
        Uri = status.Endpoint;
        RestartCount = status.RestartCount;
        Detail = status.Detail;
    }

    /// <summary>Name of the pipeline.</summary>
    public string Pipeline { get; }

    /// <summary>Name of the service.</summary>
    public string Name { get; }

    /// <summary>Its state.</summary>
    public ServiceState State { get; }

    /// <summary>When it came into that state (UTC).</summary>
    public DateTimeOffset Since { get; }

    /// <summary>Where it is.</summary>
    public Uri Uri { get; }

    /// <summary>How often it was started again.</summary>
    public int RestartCount { get; }

    /// <summary>The reason of a failure, or null.</summary>
    public string? Detail { get; }

    /// <summary>The pipeline itself, so that the object keeps its meaning when another takes the name.</summary>
    internal Pipeline Owner { get; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
