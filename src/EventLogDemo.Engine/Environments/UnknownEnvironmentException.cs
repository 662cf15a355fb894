using EventLogDemo.Engine.Errors;

namespace EventLogDemo.Engine.Environments;

/// <summary>There is no environment of that name.</summary>
public sealed class UnknownEnvironmentException : EngineException
{
    /// <summary>For a name that a user gave.</summary>
    public UnknownEnvironmentException(string name, IReadOnlyList<string> valid)
        : base($"There is no environment '{name}'. Environments: {string.Join(", ", valid)}.")
    {
        Valid = valid;
        Target = name;
        Kind = ErrorKind.InvalidArgument;
    }

    /// <summary>For the name in a folder's manifest.</summary>
    public UnknownEnvironmentException(string name, IReadOnlyList<string> valid, string folder)
        : base($"The pipeline in '{folder}' has the unknown environment '{name}'. This version supports {string.Join(", ", valid)}.")
    {
        Valid = valid;
        Target = folder;
        Kind = ErrorKind.InvalidData;
    }

    /// <summary>Names of the existing environments.</summary>
    public IReadOnlyList<string> Valid { get; }

    /// <inheritdoc/>
    public override ErrorKind Kind { get; }

    /// <inheritdoc/>
    public override object Target { get; }
}
