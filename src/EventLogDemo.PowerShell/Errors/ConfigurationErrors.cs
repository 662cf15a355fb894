using EventLogDemo.Engine.Errors;

namespace EventLogDemo.PowerShell.Errors;

/// <summary>A configuration file cannot be read.</summary>
public sealed class ConfigurationFileException(string path, string reason, Exception? inner = null)
    : EngineException(SR.ConfigurationFileMessage.With(path, reason), inner)
{
    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.ReadFailed;

    /// <inheritdoc/>
    public override object Target { get; } = path;
}

/// <summary>A configuration has a key that means nothing.</summary>
public sealed class ConfigurationKeyException(string source, int? line, string key, IReadOnlyList<string> valid)
    : EngineException(SR.ConfigurationKeyMessage.With(Place.Of(source, line), key, string.Join(", ", valid)))
{
    /// <summary>Line of the file, from 1, or null where there is no file.</summary>
    public int? Line { get; } = line;

    /// <summary>The keys that there are in that place.</summary>
    public IReadOnlyList<string> Valid { get; } = valid;

    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.InvalidData;

    /// <inheritdoc/>
    public override object Target { get; } = key;
}

/// <summary>A configuration lacks a key that it must have.</summary>
public sealed class ConfigurationKeyMissingException(string source, int? line, string key, IReadOnlyList<string> valid)
    : EngineException(SR.ConfigurationKeyMissingMessage.With(Place.Of(source, line), key, string.Join(", ", valid)))
{
    /// <summary>Line of the file that the section begins in, from 1, or null where there is no file.</summary>
    public int? Line { get; } = line;

    /// <summary>The keys that there are in that place.</summary>
    public IReadOnlyList<string> Valid { get; } = valid;

    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.InvalidData;

    /// <inheritdoc/>
    public override object Target { get; } = key;
}

/// <summary>A value of a configuration is none that its key can have. The value is not shown: it may be a secret in a wrong place.</summary>
public sealed class ConfigurationValueException(string source, int? line, string key, string expected)
    : EngineException(SR.ConfigurationValueMessage.With(Place.Of(source, line), key, expected))
{
    /// <summary>Line of the file, from 1, or null where there is no file.</summary>
    public int? Line { get; } = line;

    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.InvalidData;

    /// <inheritdoc/>
    public override object Target { get; } = key;
}

/// <summary>A secret is wanted, and the environment variable for it is not set.</summary>
public sealed class SecretMissingException(string variable) : EngineException(SR.SecretMissingMessage.With(variable))
{
    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.AuthenticationFailed;

    /// <inheritdoc/>
    public override object Target { get; } = variable;
}

/// <summary>What was given as a configuration is none, or none was given where one is needed.</summary>
public sealed class ConfigurationArgumentException(string environment, string finding)
    : EngineException(SR.ConfigurationArgumentMessage.With(environment, finding))
{
    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.InvalidArgument;

    /// <inheritdoc/>
    public override object Target => "Configuration";
}

/// <summary>A pipeline of an environment is started with what that environment cannot use.</summary>
public sealed class EnvironmentParameterException(string environment, string parameter, string reason)
    : EngineException(SR.EnvironmentParameterMessage.With(parameter, environment, reason))
{
    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.InvalidArgument;

    /// <inheritdoc/>
    public override object Target { get; } = parameter;
}

file static class Place
{
    public static string Of(string source, int? line) => line is null ? source : SR.ConfigurationPlace.With(source, line);
}
