using System.Collections;
using System.Management.Automation;
using EventLogDemo.Engine.Environments;
using EventLogDemo.PowerShell.Conversion;
using EventLogDemo.PowerShell.Errors;

namespace EventLogDemo.PowerShell.Configuration;

/// <summary>Turns what was given to <c>-Configuration</c> into the options of an environment.</summary>
internal static class ConfigurationArgument
{
    /// <summary>What reads a configuration (null where none was given) into each type of options.</summary>
    internal static IReadOnlyDictionary<Type, Func<ConfigurationSection?, EnvironmentOptions>> Readers { get; } =
        new Dictionary<Type, Func<ConfigurationSection?, EnvironmentOptions>>
        {
            [typeof(DockerOptions)] = DockerConfiguration.Read,
            [typeof(ClusterOptions)] = section => ClusterConfiguration.Read(section!),
        };

    /// <summary>The environment, configured.</summary>
    /// <param name="environment">The environment.</param>
    /// <param name="argument">The path of a file, a hashtable, or null.</param>
    /// <param name="session">What relative paths are resolved by.</param>
    /// <exception cref="EnvironmentParameterException">There is nothing to configure in that environment.</exception>
    /// <exception cref="ConfigurationArgumentException">It is missing where it is needed, or is neither a path nor a hashtable.</exception>
    /// <exception cref="ConfigurationFileException">The file cannot be read.</exception>
    public static IPipelineEnvironment Configure(EnvironmentEntry environment, object? argument, SessionState session) =>
        environment.Configure(ReadOptions(environment, argument, session), TimeProvider.System);

    private static EnvironmentOptions? ReadOptions(EnvironmentEntry environment, object? argument, SessionState session)
    {
        if (argument is null && environment.NeedsConfiguration)
        {
            throw new ConfigurationArgumentException(environment.Name, SR.ConfigurationNeeded);
        }

        if (argument is not null && environment.NotApplicable.TryGetValue("Configuration", out string? reason))
        {
            throw new EnvironmentParameterException(environment.Name, "Configuration", reason);
        }

        return environment.OptionsType is { } type ? Readers[type](argument is null ? null : Read(argument, environment, session)) : null;
    }

    private static ConfigurationSection Read(object argument, EnvironmentEntry environment, SessionState session) =>
        Argument.Unwrap(argument) switch
        {
            string path => ConfigurationFile.Read(FileSystemPath.Resolve(session, path)),
            IDictionary table => new ConfigurationSection(
                SR.ConfigurationAtPrompt,
                "",
                (ConfigurationTable)ObjectConfiguration.Read(table).Content!,
                session.Path.CurrentFileSystemLocation.ProviderPath),
            _ => throw new ConfigurationArgumentException(environment.Name, SR.ConfigurationKind),
        };
}
