using System.Globalization;
using System.Management.Automation;
using System.Net;
using EventLogDemo.Engine.Environments;
using EventLogDemo.Engine.Net;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.PowerShell.Errors;

namespace EventLogDemo.PowerShell.Configuration;

/// <summary>
/// Reads a configuration for clusters. Passwords and tokens come from environment variables, whose names it may give, or from
/// credentials; there is no key for a secret itself.
/// </summary>
internal static class ClusterConfiguration
{
    private static readonly string[] Sections = ["Kafka", "Cassandra", "Flink", "Hooks"];
    private static readonly string[] LoginKeys = ["UserName", "PasswordVariable", "Credential", "Tls"];
    private static readonly string[] KafkaKeys =
        ["BootstrapServers", "Topic", "Group", "Compression", "CreateWithReplicas", "Retention", "Mechanism", .. LoginKeys];

    private static readonly string[] CassandraKeys = ["ContactPoints", "Datacenter", "Keyspace", "Consistency", "BucketSize", .. LoginKeys];
    private static readonly string[] FlinkKeys = ["Url", "Job", "TokenVariable", "Tls"];
    private static readonly string[] TlsKeys = ["CaFile", "CertificateFile", "KeyFile", "VerifyHostName"];

    private static readonly Dictionary<string, SaslLogin> Mechanisms = new(StringComparer.OrdinalIgnoreCase)
    {
        ["PLAIN"] = SaslLogin.Plain,
        ["SCRAM-SHA-256"] = SaslLogin.ScramSha256,
        ["SCRAM-SHA-512"] = SaslLogin.ScramSha512,
    };

    public static ClusterOptions Read(ConfigurationSection root)
    {
        root.Expect(Sections);
        ConfigurationSection kafka = root.RequiredSection("Kafka", KafkaKeys);
        ConfigurationSection cassandra = root.RequiredSection("Cassandra", CassandraKeys);
        ConfigurationSection flink = root.RequiredSection("Flink", FlinkKeys);
        return new ClusterOptions
        {
            Kafka = ReadKafka(kafka),
            Topic = kafka.RequiredText("Topic"),
            Group = kafka.Text("Group") ?? "eventlogdemo",
            Compression = ReadCompression(kafka),
            CreateWithReplicas = kafka.InRange("CreateWithReplicas", 1, short.MaxValue) is { } replicas ? (short)replicas : null,
            Retention = kafka.Time("Retention") ?? TimeSpan.FromDays(7),
            Cassandra = ReadCassandra(cassandra),
            Flink = ReadFlink(flink),
            BucketSize = (int?)cassandra.InRange("BucketSize", PipelineOptions.MinBucketSize, PipelineOptions.MaxBucketSize),
            Hooks = ReadHooks(root.Section("Hooks", ServiceNames.All)),
        };
    }

    private static string ReadCompression(ConfigurationSection section)
    {
        string codec = section.Text("Compression") ?? "lz4";
        return ClusterOptions.Codecs.Contains(codec, StringComparer.OrdinalIgnoreCase)
            ? codec
            : throw section.Refuse("Compression", SR.ConfigurationOneOf.With(string.Join(", ", ClusterOptions.Codecs)));
    }

    private static KafkaConnection ReadKafka(ConfigurationSection section)
    {
        string mechanism = section.Text("Mechanism") ?? "SCRAM-SHA-512";
        return new KafkaConnection
        {
            BootstrapServers = string.Join(
                ',',
                Addresses(section, "BootstrapServers", KafkaConnection.DefaultPort)
                    .Select(address => string.Create(CultureInfo.InvariantCulture, $"{address.UriHost}:{address.Port}"))),
            Login = ReadLogin(section, "EVENTLOGDEMO_KAFKA_PASSWORD"),
            Mechanism = Mechanisms.TryGetValue(mechanism, out SaslLogin login)
                ? login
                : throw section.Refuse("Mechanism", SR.ConfigurationOneOf.With(string.Join(", ", Mechanisms.Keys))),
            Tls = ReadTls(section),
        };
    }

    private static CassandraConnection ReadCassandra(ConfigurationSection section)
    {
        CassandraConnection defaults = new() { ContactPoints = [] };
        CassandraConnection connection = defaults with
        {
            // With brackets: the connection builds its address from the host as it is.
            ContactPoints =
            [
                .. Addresses(section, "ContactPoints", CassandraConnection.DefaultPort)
                    .Select(address => new DnsEndPoint(address.UriHost, address.Port)),
            ],
            Datacenter = section.Text("Datacenter") ?? defaults.Datacenter,
            Keyspace = section.Text("Keyspace") ?? defaults.Keyspace,
            Consistency = section.Text("Consistency")?.ToUpperInvariant() ?? defaults.Consistency,
            Login = ReadLogin(section, "EVENTLOGDEMO_CASSANDRA_PASSWORD"),
            Tls = ReadTls(section),
        };
        if (!CassandraConnection.ConsistencyLevels.Contains(connection.Consistency))
        {
            throw section.Refuse("Consistency", SR.ConfigurationOneOf.With(string.Join(", ", CassandraConnection.ConsistencyLevels)));
        }

        try
        {
            connection.Validate();
        }
        catch (ConnectionSettingException)
        {
            // The rest has been looked at above.
            throw section.Refuse("Keyspace", SR.ConfigurationKeyspace);
        }

        return connection;
    }

    private static FlinkConnection ReadFlink(ConfigurationSection section)
    {
        string url = section.RequiredText("Url");
        string? variable = section.Text("TokenVariable");
        return new FlinkConnection
        {
            Endpoint = !Uri.TryCreate(url, UriKind.Absolute, out Uri? uri) || uri.Scheme is not ("http" or "https")
                ? throw section.Refuse("Url", SR.ConfigurationUrl)
                : uri.UserInfo.Length > 0 ? throw section.Refuse("Url", SR.ConfigurationUrlWithUser)
                : uri,
            JobName = section.Text("Job") ?? FlinkConnection.DefaultJobName,
            Token = variable is null ? null : Secret(variable),
            Tls = ReadTls(section),
        };
    }

    private static Dictionary<string, string> ReadHooks(ConfigurationSection? section)
    {
        Dictionary<string, string> hooks = new(StringComparer.OrdinalIgnoreCase);
        foreach (string service in ServiceNames.All)
        {
            if (section?.FilePath(service) is { } path)
            {
                hooks.Add(service, path);
            }
        }

        return hooks;
    }

    private static TlsOptions? ReadTls(ConfigurationSection section)
    {
        ConfigurationSection? tls = section.Section("Tls", TlsKeys);
        if (tls is null)
        {
            return null;
        }

        TlsOptions options = new()
        {
            CaFile = tls.FilePath("CaFile"),
            CertificateFile = tls.FilePath("CertificateFile"),
            KeyFile = tls.FilePath("KeyFile"),
            VerifiesHostName = tls.Truth("VerifyHostName") ?? true,
        };
        return options;
    }

    private static Login? ReadLogin(ConfigurationSection section, string usualVariable)
    {
        PSCredential? credential = section.Credential("Credential");
        string? user = section.Text("UserName");
        string variable = section.Text("PasswordVariable") ?? usualVariable;
        return credential is not null ? new Login(credential.UserName, credential.GetNetworkCredential().Password)
            : user is not null ? new Login(user, Secret(variable))
            : null;
    }

    private static string Secret(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : throw new SecretMissingException(variable);

    private static List<ServerAddress> Addresses(ConfigurationSection section, string key, int defaultPort)
    {
        List<ServerAddress> addresses = [];
        foreach (string text in section.RequiredTexts(key))
        {
            addresses.Add(ServerAddress.TryParse(text, defaultPort, out ServerAddress address)
                ? address
                : throw section.Refuse(key, SR.ConfigurationAddress));
        }

        return addresses.Count > 0 ? addresses : throw section.Refuse(key, SR.ConfigurationAddress);
    }
}
