using System.Globalization;
using EventLogDemo.Engine.Errors;

namespace EventLogDemo.Engine.Environments;

/// <summary>A control hook failed.</summary>
public sealed class ControlHookException : EngineException
{
    /// <summary>It did not exit with code 0.</summary>
    public ControlHookException(string service, string path, string verb, int exitCode, IReadOnlyList<string> lastLines)
        : base(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Cannot {verb} {service}: its control hook '{path}' exited with code {exitCode}{ServiceLogText.QuoteLast(lastLines)}"),
            lastLines)
    {
        ExitCode = exitCode;
        Target = service;
    }

    /// <summary>It could not be run.</summary>
    public ControlHookException(string service, string path, Exception inner)
        : base($"Cannot run the control hook '{path}' of {service}: {inner.Message}", inner)
    {
        Target = service;
    }

    /// <summary>Its exit code, or null if it could not be run.</summary>
    public int? ExitCode { get; }

    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.Aborted;

    /// <inheritdoc/>
    public override object Target { get; }
}
