using System.Globalization;
using EventLogDemo.Engine.Environments;

namespace EventLogDemo.PowerShell.Configuration;

/// <summary>What a configuration for Docker says. Every key has a default: the compose file and the job of the module.</summary>
internal static class DockerConfiguration
{
    private const string ComposeFile = "compose.yaml";
    private const string JarFile = "event-store-job.jar";

    private static readonly (string Key, string Variable)[] Ports =
    [
        ("KafkaPort", "EVENTLOGDEMO_KAFKA_PORT"),
        ("CassandraPort", "EVENTLOGDEMO_CASSANDRA_PORT"),
        ("FlinkPort", "EVENTLOGDEMO_FLINK_PORT"),
    ];

    /// <summary>The module's folder: the assembly lies in <c>lib</c> below it.</summary>
    private static string ModuleFolder => Path.GetDirectoryName(Path.GetDirectoryName(typeof(DockerConfiguration).Assembly.Location))!;

    /// <summary>The repository, where the module is used from it.</summary>
    private static string Repository => Path.GetDirectoryName(ModuleFolder)!;

    public static DockerOptions Read(ConfigurationSection? section)
    {
        section?.Expect([.. Ports.Select(port => port.Key), "Retention", "JobJar", "ComposeFile"]);
        Dictionary<string, string> variables = [];
        if (section?.Time("Retention") is { } retention)
        {
            variables["EVENTLOGDEMO_RETENTION_MS"] = ((long)retention.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
        }

        foreach ((string key, string variable) in Ports)
        {
            if (section?.InRange(key, 1, ushort.MaxValue) is { } port)
            {
                variables[variable] = port.ToString(CultureInfo.InvariantCulture);
            }
        }

        string? jar = section?.FilePath("JobJar");
        DockerOptions options = new()
        {
            ComposeFile = section?.FilePath("ComposeFile") ?? Path.Combine(ModuleFolder, "compose", ComposeFile),
            JobJars = jar is not null
                ? [jar]
                : [Path.Combine(ModuleFolder, "jobs", JarFile), Path.Combine(Repository, "flink-job", "target", JarFile)],
            JobProject = jar is not null ? null : Path.Combine(Repository, "flink-job", "pom.xml"),
            Variables = variables,
        };
        return options;
    }
}
