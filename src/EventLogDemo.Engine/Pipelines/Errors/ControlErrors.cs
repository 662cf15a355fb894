using System.Globalization;

namespace EventLogDemo.Engine.Pipelines;

/// <summary>A service of somebody else's cluster can only be watched.</summary>
public sealed class ServiceNotControllableException(string service, Uri endpoint, string attempted)
    : EngineException($"The service '{service}' is not controllable here, so it cannot be {attempted}: it has no control hook.")
{
    /// <summary>Where it is.</summary>
    public Uri Endpoint { get; } = endpoint;

    /// <inheritdoc/>
    public override object Target { get; } = service;
}

/// <summary>A control hook failed.</summary>
public sealed class ControlHookException : EngineException
{
    /// <summary>It did not end with 0.</summary>
    public ControlHookException(string service, string path, string verb, int exitCode, IReadOnlyList<string> lastLines)
        : base(
            string.Create(
                CultureInfo.InvariantCulture,
                $"The control hook '{path} {verb} {service}' ended with exit code {exitCode}{ServiceLogText.Introduce("It said", lastLines)}"),
            ServiceLogText.Last(lastLines))
    {
        ExitCode = exitCode;
        LastLines = lastLines;
        Target = service;
    }

    /// <summary>It could not be run.</summary>
    public ControlHookException(string service, string path, Exception inner)
        : base($"The control hook '{path}' of '{service}' cannot be run: {inner.Message}", inner)
    {
        Target = service;
    }

    /// <summary>Its exit code, or null where it could not be run.</summary>
    public int? ExitCode { get; }

    /// <summary>The last lines that it wrote.</summary>
    public IReadOnlyList<string> LastLines { get; } = [];

    /// <inheritdoc/>
    public override object Target { get; }
}

/// <summary>Maven could not build the Flink job.</summary>
public sealed class JobBuildException(string project, int exitCode, IReadOnlyList<string> lastLines)
    : EngineException(
        string.Create(
            CultureInfo.InvariantCulture,
            $"Maven ended with exit code {exitCode} for '{project}'{ServiceLogText.Introduce("It said", lastLines)}"),
        // Maven says first what failed, and then where to read about it.
        ServiceLogText.Last(lastLines, lastLines.Count))
{
    /// <summary>The last lines that it wrote.</summary>
    public IReadOnlyList<string> LastLines { get; } = lastLines;

    /// <inheritdoc/>
    public override object Target { get; } = project;
}
