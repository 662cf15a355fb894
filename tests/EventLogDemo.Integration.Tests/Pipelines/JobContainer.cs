using EventLogDemo.Engine.Net;

namespace EventLogDemo.Integration.Tests.Pipelines;

/// <summary>The Flink job in one process, in a container on this machine's network, with logins and TLS as its README describes.</summary>
internal sealed class JobContainer : IAsyncDisposable
{
    private const string Kafka = "/secrets/kafka.pem";
    private const string Cassandra = "/secrets/cassandra.pem";
    private const string Store = "/tmp/cassandra.p12";
    private const string StorePassword = "changeit";
    private const string Tls = "-Ddatastax-java-driver.advanced.ssl-engine-factory";

    private readonly string _name = $"eventlogdemo-test-job-{Guid.NewGuid():N}";
    private readonly string _properties = Path.GetTempFileName();

    private JobContainer()
    {
    }

    /// <summary>Starts the job.</summary>
    /// <param name="kafka">A listener with SCRAM over TLS.</param>
    /// <param name="cassandra">A node with a login and TLS.</param>
    /// <param name="topic">A topic of one partition.</param>
    public static async Task<JobContainer> StartAsync(KafkaConnection kafka, CassandraConnection cassandra, string topic)
    {
        JobContainer job = new();
        try
        {
            await job.RunAsync(kafka, cassandra, topic);
            return job;
        }
        catch
        {
            await job.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until the job has finished, and compares records and rows; any difference fails the test.</summary>
    /// <returns>The report.</returns>
    public async Task<string> AuditAsync()
    {
        (int code, string output, string error) = await DockerCli.TryAsync(
            "exec", _name, "java", "-Xmx256m", "-cp", "/job.jar", "eventlogdemo.audit.EventAudit");
        Assert.True(code == 0, $"The audit ended with {code}: {output} {error} {await ReadLogAsync()}");
        return output;
    }

    /// <summary>The job's entire log.</summary>
    public async Task<string> ReadLogAsync()
    {
        (_, string output, string error) = await DockerCli.TryAsync("logs", _name);
        return output + error;
    }

    public async ValueTask DisposeAsync()
    {
        await DockerCli.TryAsync("rm", "--force", "--volumes", _name);
        File.Delete(_properties);
    }

    private async Task RunAsync(KafkaConnection kafka, CassandraConnection cassandra, string topic)
    {
        await File.WriteAllTextAsync(
            _properties,
            $"""
            security.protocol=SASL_SSL
            sasl.mechanism=SCRAM-SHA-512
            sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required username="{kafka.Login!.UserName}" password="{kafka.Login.Password}";
            ssl.truststore.type=PEM
            ssl.truststore.location={Kafka}
            """);
        await DockerCli.RunAsync(
            // Root can read files that only this user may read.
            "run", "--detach", "--name", _name, "--network", "host", "--user", "root",
            "--volume", $"{RealEngines.FindJobJar()}:/job.jar:ro",
            "--volume", $"{_properties}:/secrets/kafka.properties:ro",
            "--volume", $"{kafka.Tls!.CaFile}:{Kafka}:ro",
            "--volume", $"{cassandra.Tls!.CaFile}:{Cassandra}:ro",
            "--env", $"EVENTLOGDEMO_KAFKA={kafka.BootstrapServers}",
            "--env", "EVENTLOGDEMO_KAFKA_PROPERTIES=/secrets/kafka.properties",
            "--env", $"EVENTLOGDEMO_TOPIC={topic}",
            "--env", "EVENTLOGDEMO_PARTITIONS=1",
            "--env", $"EVENTLOGDEMO_CASSANDRA={cassandra.ContactPoints[0].Host}:{cassandra.ContactPoints[0].Port}",
            "--env", $"EVENTLOGDEMO_CASSANDRA_USER={cassandra.Login!.UserName}",
            "--env", $"EVENTLOGDEMO_CASSANDRA_PASSWORD={cassandra.Login.Password}",
            "--env", "EVENTLOGDEMO_CHECKPOINT=1s",
            "--env", "EVENTLOGDEMO_AUDIT_WAIT=600s",
            "--env", $"JAVA_TOOL_OPTIONS={Tls}.class=DefaultSslEngineFactory {Tls}.truststore-path={Store} {Tls}.truststore-password={StorePassword}",
            "--entrypoint", "bash", RealEngines.FlinkImage, "-c",
            $"keytool -importcert -noprompt -alias ca -file {Cassandra} -keystore {Store} -storetype PKCS12 -storepass {StorePassword} "
                + "&& exec java -Xmx512m -cp '/opt/flink/lib/*:/job.jar' eventlogdemo.EventStoreJob");
    }
}
