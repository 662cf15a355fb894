using Confluent.Kafka;
using Confluent.Kafka.Admin;
using EventLogDemo.Engine.Net;

namespace EventLogDemo.Integration.Tests.Kafka;

/// <summary>
/// A broker with a listener for SCRAM without TLS, one for TLS with a login and one for TLS with a client certificate. Its own
/// certificate is for <c>localhost</c> only. The user may not write to one topic.
/// </summary>
public sealed class SecureKafkaContainer : KafkaContainer
{
    /// <summary>The only user.</summary>
    public const string User = "alice";

    /// <summary>The topic that the user may not write to.</summary>
    public const string ForbiddenTopic = "forbidden";

    private readonly int _scramPort = RealEngines.FindFreePort();
    private readonly int _tlsPort = RealEngines.FindFreePort();
    private readonly int _mutualPort = RealEngines.FindFreePort();
    private readonly string _folder = Directory.CreateTempSubdirectory("eventlogdemo-tls-").FullName;

    /// <summary>The user's password.</summary>
    public string Password { get; } = $"s3cret-{Guid.NewGuid():N}";

    /// <summary>File with the authority that signed the broker's certificate.</summary>
    public string CaFile => Path.Combine(_folder, "ca.pem");

    /// <summary>File with an authority that did not sign the broker's certificate.</summary>
    public string OtherCaFile => Path.Combine(_folder, "other.pem");

    /// <summary>File with a client's certificate, its chain and its key.</summary>
    public string ClientFile => Path.Combine(_folder, "client.pem");

    /// <summary>The same for a client whose certificate is signed by the other authority.</summary>
    public string OtherClientFile => Path.Combine(_folder, "other-client.pem");

    /// <summary>TLS with a client certificate.</summary>
    public KafkaConnection MutualTls => Connection with
    {
        BootstrapServers = $"localhost:{_mutualPort}", Tls = new TlsOptions { CaFile = CaFile, CertificateFile = ClientFile },
    };

    /// <summary>SCRAM over plain text.</summary>
    public KafkaConnection Scram => Connection with
    {
        BootstrapServers = $"127.0.0.1:{_scramPort}", Login = new Login(User, Password),
    };

    /// <summary>SCRAM over TLS.</summary>
    public KafkaConnection ScramTls => Connection with
    {
        BootstrapServers = $"localhost:{_tlsPort}", Login = new Login(User, Password), Tls = new TlsOptions { CaFile = CaFile },
    };

    /// <summary>The same listener with a host name that is not in its certificate.</summary>
    public string AddressWithoutName => $"127.0.0.1:{_tlsPort}";

    protected override IEnumerable<int> Ports => [Port, _scramPort, _tlsPort, _mutualPort];

    protected override Dictionary<string, string> Variables
    {
        get
        {
            const string scram = "org.apache.kafka.common.security.scram.ScramLoginModule required;";
            Dictionary<string, string> variables = base.Variables;
            variables["KAFKA_LISTENERS"] += $",SCRAM://:{_scramPort},TLS://:{_tlsPort},MUTUAL://:{_mutualPort}";
            variables["KAFKA_ADVERTISED_LISTENERS"] += $",SCRAM://127.0.0.1:{_scramPort},TLS://localhost:{_tlsPort},MUTUAL://localhost:{_mutualPort}";
            variables["KAFKA_LISTENER_SECURITY_PROTOCOL_MAP"] += ",SCRAM:SASL_PLAINTEXT,TLS:SASL_SSL,MUTUAL:SSL";
            variables["KAFKA_SASL_ENABLED_MECHANISMS"] = "SCRAM-SHA-512,SCRAM-SHA-256,PLAIN";
            foreach (string listener in (string[])["SCRAM", "TLS"])
            {
                variables[$"KAFKA_LISTENER_NAME_{listener}_SCRAM___SHA___512_SASL_JAAS_CONFIG"] = scram;
                variables[$"KAFKA_LISTENER_NAME_{listener}_SCRAM___SHA___256_SASL_JAAS_CONFIG"] = scram;
                variables[$"KAFKA_LISTENER_NAME_{listener}_PLAIN_SASL_JAAS_CONFIG"] =
                    $"org.apache.kafka.common.security.plain.PlainLoginModule required user_{User}=\"{Password}\";";
            }

            variables["KAFKA_LISTENER_NAME_MUTUAL_SSL_CLIENT_AUTH"] = "required";
            variables["KAFKA_AUTHORIZER_CLASS_NAME"] = "org.apache.kafka.metadata.authorizer.StandardAuthorizer";
            variables["KAFKA_ALLOW_EVERYONE_IF_NO_ACL_FOUND"] = "true";
            variables["KAFKA_SUPER_USERS"] = "User:ANONYMOUS";
            variables["KAFKA_SSL_KEYSTORE_TYPE"] = "PEM";
            variables["KAFKA_SSL_KEYSTORE_LOCATION"] = "/opt/kafka/config/broker.pem";
            variables["KAFKA_SSL_TRUSTSTORE_TYPE"] = "PEM";
            variables["KAFKA_SSL_TRUSTSTORE_LOCATION"] = "/opt/kafka/config/ca.pem";
            return variables;
        }
    }

    protected override async Task PrepareAsync()
    {
        using TestCertificates authority = new("EventLogDemo test authority");
        using TestCertificates other = new("Some other authority");
        await File.WriteAllTextAsync(CaFile, authority.Authority);
        await File.WriteAllTextAsync(OtherCaFile, other.Authority);
        await File.WriteAllTextAsync(ClientFile, authority.Issue("client"));
        await File.WriteAllTextAsync(OtherClientFile, other.Issue("client"));
        string broker = Path.Combine(_folder, "broker.pem");
        await File.WriteAllTextAsync(broker, authority.Issue("localhost"));
        await DockerCli.RunAsync("cp", broker, $"{Name}:/opt/kafka/config/broker.pem");
        await DockerCli.RunAsync("cp", CaFile, $"{Name}:/opt/kafka/config/ca.pem");
        File.Delete(broker);
    }

    protected override async Task FurnishAsync()
    {
        foreach (string mechanism in (string[])["SCRAM-SHA-512", "SCRAM-SHA-256"])
        {
            await ToolAsync(
                "kafka-configs", "--alter", "--entity-type", "users", "--entity-name", User, "--add-config",
                $"{mechanism}=[iterations=4096,password={Password}]");
        }

        using IAdminClient admin = new AdminClientBuilder(
            new AdminClientConfig { BootstrapServers = Connection.BootstrapServers }).Build();
        await admin.CreateTopicsAsync([new TopicSpecification { Name = ForbiddenTopic, NumPartitions = 1 }]);
        await admin.CreateAclsAsync([Rule(AclOperation.Write, AclPermissionType.Deny), Rule(AclOperation.Describe, AclPermissionType.Allow)]);
    }

    private static AclBinding Rule(AclOperation operation, AclPermissionType permission) => new()
    {
        Pattern = new ResourcePattern { Type = ResourceType.Topic, Name = ForbiddenTopic, ResourcePatternType = ResourcePatternType.Literal },
        Entry = new AccessControlEntry { Principal = $"User:{User}", Host = "*", Operation = operation, PermissionType = permission },
    };
}
