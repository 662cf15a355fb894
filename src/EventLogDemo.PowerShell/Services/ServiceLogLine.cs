namespace EventLogDemo.PowerShell.Services;

/// <summary>A line that a service has logged.</summary>
/// <param name="Pipeline">Name of the pipeline.</param>
/// <param name="Service">Name of the service.</param>
/// <param name="Line">The line, as the service wrote it.</param>
public sealed record ServiceLogLine(string Pipeline, string Service, string Line)
{
    /// <inheritdoc/>
    public override string ToString() => Line;
}
