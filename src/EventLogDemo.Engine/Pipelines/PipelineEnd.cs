namespace EventLogDemo.Engine.Pipelines;

/// <summary>What closing a pipeline does besides releasing everything that this process holds of it.</summary>
public sealed record PipelineEnd
{
    /// <summary>Whether services that outlive the process, such as containers, are taken down.</summary>
    /// <value>Defaults to false: they keep running, and another process can connect to them.</value>
    public bool StopsServices { get; init; }

    /// <summary>Whether the pipeline's own data is deleted; other files in its folder stay.</summary>
    /// <value>Defaults to false.</value>
    public bool DeletesData { get; init; }

    /// <summary>Whether the images of its containers are deleted too.</summary>
    /// <value>Defaults to false.</value>
    public bool DeletesImages { get; init; }
}
