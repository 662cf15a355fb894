using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo;

/// <summary>A service of a pipeline, as it was at one moment.</summary>
public sealed class PipelineService
{
    internal PipelineService(Pipeline pipeline, ServiceStatus status)
    {
        Pipeline = pipeline.Name;
        Name = status.Name;
        State = status.State.ToString();
        Since = status.Since.LocalDateTime;
        RestartCount = status.RestartCount;
        // One text for JSON, CSV and CliXml, whatever it was made of.
        Uri = new Uri(status.Endpoint.AbsoluteUri);
        Detail = status.Detail;
        PipelineId = pipeline.Manifest.Id;
    }

    /// <summary>Name of the pipeline.</summary>
    public string Pipeline { get; }

    /// <summary>Name of the service.</summary>
    public string Name { get; }

    /// <summary><c>Ready</c>, <c>Stopped</c>, <c>Killed</c>, <c>Suspended</c>, <c>Failed</c> or <c>Unresponsive</c>.</summary>
    public string State { get; }

    /// <summary>When it came into that state (local time).</summary>
    public DateTime Since { get; }

    /// <summary>How often it was started again since this process attached.</summary>
    public int RestartCount { get; }

    /// <summary>Where it is.</summary>
    public Uri Uri { get; }

    /// <summary>The reason of a failure, such as a full disk, or null.</summary>
    public string? Detail { get; }

    /// <summary>Identity of the pipeline.</summary>
    public Guid PipelineId { get; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
