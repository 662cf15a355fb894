using System.Collections;
using System.Management.Automation;
using System.Security;
using EventLogDemo.Engine.Environments;
using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Net;
using EventLogDemo.PowerShell.Configuration;
using EventLogDemo.PowerShell.Errors;
using Xunit;

namespace EventLogDemo.PowerShell.Tests.Configuration;

public sealed class ClusterConfigurationTests : IDisposable
{
    private const string Secret = "correct horse battery staple";
    private const string Variable = "EVENTLOGDEMO_TEST_SECRET";

    private const string DataFile =
        """
        # A comment
        @{
            Kafka = @{
                BootstrapServers = 'k1:9093, k2:9093'
                Topic = 'orders'
                UserName = 'ada'
                PasswordVariable = 'EVENTLOGDEMO_TEST_SECRET'
                Mechanism = 'scram-sha-256'
                Tls = @{ CaFile = 'ca.pem'; VerifyHostName = $false }
                CreateWithReplicas = 3
                Retention = '12h'
            }
            Cassandra = @{ ContactPoints = @('c1', 'c2:9142'); Consistency = 'local_quorum'; BucketSize = 500 }
            Flink = @{ Url = 'http://flink:8081'; TokenVariable = 'EVENTLOGDEMO_TEST_SECRET' }
            Hooks = @{ kafka = 'hooks/kafka.sh' }
        }
        """;

    private const string Json =
        """
        {
            // A comment
            "Kafka": {
                "BootstrapServers": ["k1:9093", "k2:9093"],
                "Topic": "orders", "UserName": "ada", "PasswordVariable": "EVENTLOGDEMO_TEST_SECRET", "Mechanism": "SCRAM-SHA-256",
                "Tls": { "CaFile": "ca.pem", "VerifyHostName": false }, "CreateWithReplicas": 3, "Retention": "12h",
            },
            "Cassandra": { "ContactPoints": "c1,c2:9142", "Consistency": "LOCAL_QUORUM", "BucketSize": 500 },
            "Flink": { "Url": "http://flink:8081", "TokenVariable": "EVENTLOGDEMO_TEST_SECRET" },
            "Hooks": { "kafka": "hooks/kafka.sh" }
        }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("configuration").FullName;

    public ClusterConfigurationTests() => Environment.SetEnvironmentVariable(Variable, Secret);

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(Variable, null);
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("clusters.psd1", DataFile)]
    [InlineData("clusters.json", Json)]
    public void File_says_where_the_clusters_are_and_never_what_the_secrets_are(string name, string text)
    {
        ClusterOptions clusters = Read(name, text);

        Assert.Equal("k1:9093,k2:9093", clusters.Kafka.BootstrapServers);
        Assert.Equal((SaslLogin.ScramSha256, "ada", Secret), (clusters.Kafka.Mechanism, clusters.Kafka.Login!.UserName, clusters.Kafka.Login.Password));
        Assert.Equal((Path.Combine(_folder, "ca.pem"), false), (clusters.Kafka.Tls!.CaFile, clusters.Kafka.Tls.VerifiesHostName));
        Assert.Equal(("orders", (short?)3, TimeSpan.FromHours(12)), (clusters.Topic, clusters.CreateWithReplicas, clusters.Retention));
        Assert.Equal([("c1", 9042), ("c2", 9142)], clusters.Cassandra.ContactPoints.Select(point => (point.Host, point.Port)));
        Assert.Equal(("LOCAL_QUORUM", 500), (clusters.Cassandra.Consistency, clusters.BucketSize!.Value));
        Assert.Equal((Secret, "http://flink:8081/"), (clusters.Flink.Token, clusters.Flink.Endpoint.ToString()));
        Assert.Equal(Path.Combine(_folder, "hooks", "kafka.sh"), Assert.Single(clusters.Hooks).Value);
        Assert.DoesNotContain(Secret, $"{clusters} {clusters.Kafka} {clusters.Cassandra} {clusters.Flink}", StringComparison.Ordinal);
    }

    [Fact]
    public void IPv6_address_stands_in_brackets()
    {
        ClusterOptions clusters = Read(
            "clusters.psd1",
            DataFile.Replace("'k1:9093, k2:9093'", "'[::1]'", StringComparison.Ordinal)
                .Replace("@('c1', 'c2:9142')", "'[::1]:9142'", StringComparison.Ordinal));

        Assert.Equal(("[::1]:9092", "kafka://[::1]:9092/"), (clusters.Kafka.BootstrapServers, clusters.Kafka.Endpoint.ToString()));
        Assert.Equal("cassandra://[::1]:9142/", clusters.Cassandra.Endpoint.ToString());
    }

    [Fact]
    public void Hashtable_may_hold_a_credential()
    {
        using SecureString password = new();
        Secret.ToList().ForEach(password.AppendChar);
        Hashtable table = new()
        {
            ["kafka"] = new Hashtable { ["BootstrapServers"] = "k", ["Topic"] = "t", ["Credential"] = new PSObject(new PSCredential("ada", password)) },
            ["cassandra"] = new Hashtable { ["ContactPoints"] = new object[] { "c" } },
            ["flink"] = new Hashtable { ["Url"] = "https://f" },
        };

        ClusterOptions clusters = ClusterConfiguration.Read(
            new ConfigurationSection("prompt", "", (ConfigurationTable)ObjectConfiguration.Read(table).Content!, _folder));

        Assert.Equal(new Login("ada", Secret), clusters.Kafka.Login);
        Assert.Null(clusters.Cassandra.Login);
    }

    [Theory]
    [InlineData("clusters.psd1", "Topic = 'orders'", "Topik = 'orders'", typeof(ConfigurationKeyException), "line 5 has the unknown key 'Kafka.Topik'. Valid keys: BootstrapServers, Topic,")]
    [InlineData("clusters.psd1", "BootstrapServers", "BootstrapServer", typeof(ConfigurationKeyException), "line 4 has the unknown key 'Kafka.BootstrapServer'")]
    [InlineData("clusters.psd1", "Topic = 'orders'", "", typeof(ConfigurationKeyMissingException), "line 3 lacks the required key 'Kafka.Topic'. Valid keys: BootstrapServers, Topic,")]
    [InlineData("clusters.psd1", "Flink = @{", "Fink = @{", typeof(ConfigurationKeyException), "line 14 has the unknown key 'Fink'. Valid keys: Kafka, Cassandra, Flink, Hooks.")]
    [InlineData("clusters.json", "\"BootstrapServers\": [\"k1:9093\", \"k2:9093\"],", "", typeof(ConfigurationKeyMissingException), "line 3 lacks the required key 'Kafka.BootstrapServers'")]
    [InlineData("clusters.psd1", "'local_quorum'", "'hunter2'", typeof(ConfigurationValueException), "line 13: the value of 'Cassandra.Consistency' must be one of ONE,")]
    [InlineData("clusters.psd1", "Consistency = 'local_quorum'", "Keyspace = 'Hunter2;hunter2'", typeof(ConfigurationValueException), "line 13: the value of 'Cassandra.Keyspace' must be 1 to 48")]
    [InlineData("clusters.psd1", "UserName = 'ada'", "Password = 'hunter2'", typeof(ConfigurationKeyException), "line 6 has the unknown key 'Kafka.Password'")]
    [InlineData("clusters.json", "\"Mechanism\": \"SCRAM-SHA-256\"", "\"Mechanisms\": \"hunter2\"", typeof(ConfigurationKeyException), "line 5 has the unknown key 'Kafka.Mechanisms'")]
    [InlineData("clusters.psd1", "'scram-sha-256'", "'hunter2'", typeof(ConfigurationValueException), "line 8: the value of 'Kafka.Mechanism' must be one of PLAIN, SCRAM")]
    [InlineData("clusters.psd1", "CreateWithReplicas = 3", "CreateWithReplicas = 'hunter2'", typeof(ConfigurationValueException), "line 10")]
    [InlineData("clusters.psd1", "'12h'", "'hunter2'", typeof(ConfigurationValueException), "a duration such as")]
    [InlineData("clusters.psd1", "$false", "'hunter2'", typeof(ConfigurationValueException), "true or false")]
    [InlineData("clusters.psd1", "'http://flink:8081'", "'hunter2'", typeof(ConfigurationValueException), "http://")]
    [InlineData("clusters.psd1", "BucketSize = 500", "BucketSize = 1", typeof(ConfigurationValueException), "from 100 to 1,000,000")]
    [InlineData("clusters.psd1", "'http://flink:8081'", "'https://ops:hunter2@flink'", typeof(ConfigurationValueException), "line 14: the value of 'Flink.Url' must be a URL without user and password")]
    [InlineData("clusters.psd1", "'c2:9142'", "'hunter2:99999'", typeof(ConfigurationValueException), "line 13: the value of 'Cassandra.ContactPoints' must be one or more addresses such as")]
    [InlineData("clusters.psd1", "'k1:9093, k2:9093'", "'k1:9093, hunter2:99999'", typeof(ConfigurationValueException), "line 4: the value of 'Kafka.BootstrapServers' must be one or more addresses such as")]
    [InlineData("clusters.psd1", "'k1:9093, k2:9093'", "''", typeof(ConfigurationValueException), "line 4: the value of 'Kafka.BootstrapServers'")]
    [InlineData("clusters.psd1", "'k1:9093, k2:9093'", "'PLAINTEXT://h:9092'", typeof(ConfigurationValueException), "line 4: the value of 'Kafka.BootstrapServers'")]
    [InlineData("clusters.psd1", "kafka = 'hooks/kafka.sh'", "mysql = 'hooks/kafka.sh'", typeof(ConfigurationKeyException), "Hooks.mysql")]
    [InlineData("clusters.psd1", "'orders'", "(Get-Secret hunter2)", typeof(ConfigurationFileException), "line 5: the value of 'Kafka.Topic' is an expression")]
    [InlineData("clusters.psd1", "UserName = 'ada'", "Credential = (New-Object PSCredential 'u', (ConvertTo-SecureString 'hunter2' -AsPlainText -Force))", typeof(ConfigurationFileException), "line 6: the value of 'Kafka.Credential' is an expression")]
    [InlineData("clusters.psd1", "UserName = 'ada'", "Password = hunter2", typeof(ConfigurationFileException), "line 6: the value of 'Kafka.Password' is a command, or a string without quotes")]
    [InlineData("clusters.psd1", "UserName = 'ada'", "Password = $hunter2", typeof(ConfigurationFileException), "line 6: the value of 'Kafka.Password' is a variable")]
    [InlineData("clusters.psd1", "UserName = 'ada'", "Password = \"hunter2$x\"", typeof(ConfigurationFileException), "line 6: the value of 'Kafka.Password' is a string with a variable")]
    [InlineData("clusters.psd1", "UserName = 'ada'", "Password = @('a', (hunter2))", typeof(ConfigurationFileException), "line 6: the value of 'Kafka.Password' is")]
    [InlineData("clusters.psd1", "UserName = 'ada'", "Password 'hunter2'", typeof(ConfigurationFileException), "line 6: that is not valid in a data file (")]
    [InlineData("clusters.psd1", "UserName = 'ada'", "hunter2 = 1; hunter2 = 1", typeof(ConfigurationFileException), "line 6: that is not valid in a data file (")]
    [InlineData("clusters.json", "\"UserName\": \"ada\"", "\"Password\": trhunter2", typeof(ConfigurationFileException), "line 5: that is not valid JSON (byte ")]
    [InlineData("clusters.psd1", "@{\n    Kafka", "@{\n    Kafka = ", typeof(ConfigurationFileException), "line")]
    [InlineData("clusters.json", "\"Topic\": \"orders\",", "\"Topic\" \"orders\",", typeof(ConfigurationFileException), "line 5")]
    [InlineData("clusters.psd1", "'EVENTLOGDEMO_TEST_SECRET'", "'EVENTLOGDEMO_NOT_SET'", typeof(SecretMissingException), "EVENTLOGDEMO_NOT_SET")]
    public void Mistake_is_named_with_its_line_and_no_value_is_shown(string name, string right, string wrong, Type error, string says)
    {
        string text = (name.EndsWith("json", StringComparison.Ordinal) ? Json : DataFile).ReplaceLineEndings("\n");
        Assert.Contains(right, text, StringComparison.Ordinal);

        EngineException failure = Assert.IsAssignableFrom<EngineException>(
            Record.Exception(() => Read(name, text.Replace(right, wrong, StringComparison.Ordinal))));

        Assert.IsType(error, failure);
        Assert.Contains(says, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[1, 2]")]
    [InlineData("")]
    [InlineData("\u0000\u0001")]
    public void File_without_a_table_is_refused(string text)
    {
        Assert.Throws<ConfigurationFileException>(() => Read("clusters.json", text));
        Assert.Throws<ConfigurationFileException>(() => Read("clusters.psd1", text));
    }

    [Fact]
    public void Missing_file_and_folder_are_refused()
    {
        Assert.Throws<ConfigurationFileException>(() => ConfigurationFile.Read(Path.Combine(_folder, "none.psd1")));
        Assert.Throws<ConfigurationFileException>(() => ConfigurationFile.Read(_folder));
    }

    private ClusterOptions Read(string name, string text)
    {
        string file = Path.Combine(_folder, name);
        File.WriteAllText(file, text);
        return ClusterConfiguration.Read(ConfigurationFile.Read(file));
    }
}
