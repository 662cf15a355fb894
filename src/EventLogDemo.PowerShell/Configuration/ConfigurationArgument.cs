using System.Collections;
using System.Management.Automation;
using EventLogDemo.Engine.Environments;
using EventLogDemo.PowerShell.Conversion;
using EventLogDemo.PowerShell.Errors;

namespace EventLogDemo.PowerShell.Configuration;

/// <summary>What was given to <c>-Configuration</c>: the path of a file, or a hashtable.</summary>
internal static class ConfigurationArgument
{
    /// <exception cref="ConfigurationFileException">It is a file that cannot be read.</exception>
    /// <exception cref="ConfigurationArgumentException">It is neither.</exception>
    public static ConfigurationSection Read(object argument, string environment, SessionState session) =>
        (argument is PSObject wrapper ? wrapper.BaseObject : argument) switch
        {
            string path => ConfigurationFile.Read(FileSystemPath.Resolve(session, path)),
            IDictionary table => new ConfigurationSection(
                SR.ConfigurationAtPrompt,
                "",
                (ConfigurationTable)ObjectConfiguration.Read(table).Content!,
                session.Path.CurrentFileSystemLocation.ProviderPath),
            _ => throw new ConfigurationArgumentException(environment, SR.ConfigurationKind),
        };

    /// <summary>The clusters that a configuration names.</summary>
    public static ClusterConfiguration ReadClusters(object? argument, SessionState session) =>
        argument is null
            ? throw new ConfigurationArgumentException(ExternalEnvironment.Name, SR.ConfigurationNeeded)
            : ClusterConfiguration.Read(Read(argument, ExternalEnvironment.Name, session));

    /// <summary>What a configuration says of Docker; the usual where there is none.</summary>
    public static DockerOptions ReadDocker(object? argument, SessionState session) =>
        DockerConfiguration.Read(argument is null ? null : Read(argument, DockerEnvironment.Name, session));
}
