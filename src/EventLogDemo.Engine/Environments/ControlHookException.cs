using System.Globalization;
using EventLogDemo.Engine.Errors;

namespace EventLogDemo.Engine.Environments;

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
    public override ErrorKind Kind => ErrorKind.Aborted;

    /// <inheritdoc/>
    public override object Target { get; }
}
