using EventLogDemo.Engine.Environments;
using EventLogDemo.PowerShell.Errors;

namespace EventLogDemo.PowerShell.Conversion;

/// <summary>Names of the environments, compared without case.</summary>
internal static class EnvironmentName
{
    /// <summary>All of them, with what each is.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        [EmbeddedEnvironment.Name] = SR.EmbeddedToolTip,
        [DockerEnvironment.Name] = SR.DockerToolTip,
        [ExternalEnvironment.Name] = SR.ExternalToolTip,
    };

    /// <summary>The environment that is meant.</summary>
    /// <exception cref="UnknownEnvironmentException">There is none of that name.</exception>
    public static string Find(string name) =>
        All.Keys.FirstOrDefault(known => string.Equals(known, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new UnknownEnvironmentException(name, [.. All.Keys]);
}
