namespace EventLogDemo;

/// <summary>A line that a service has logged.</summary>
public sealed class ServiceLogLine
{
    internal ServiceLogLine(string pipeline, string service, string line)
    {
        Pipeline = pipeline;
        Service = service;
        Line = line;
    }

    /// <summary>Name of the pipeline.</summary>
    public string Pipeline { get; }

    /// <summary>Name of the service.</summary>
    public string Service { get; }

    /// <summary>The line, as the service wrote it.</summary>
    public string Line { get; }

    /// <summary>The line.</summary>
    public override string ToString() => Line;
}
