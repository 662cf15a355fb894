using System.Net;
using EventLogDemo.Engine.Cassandra;
using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Net;

namespace EventLogDemo.Integration.Tests.Cassandra;

/// <summary>A node of its own in a container, for the tests of one class.</summary>
public class CassandraNode : IAsyncLifetime
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(250);

    private readonly string _name = $"eventlogdemo-test-cassandra-{Guid.NewGuid():N}";
    private readonly int _port = RealEngines.FindFreePort();
    private string? _whyNot;

    /// <summary>How to reach it.</summary>
    public virtual CassandraConnection Connection => new() { ContactPoints = [new DnsEndPoint("localhost", _port)] };

    /// <summary>Further arguments of <c>docker run</c>.</summary>
    protected virtual IReadOnlyList<string> Arguments => [];

    /// <summary>Further system properties of the node.</summary>
    protected virtual string Properties => "";

    public async ValueTask InitializeAsync()
    {
        _whyNot = await RealEngines.FindMissingAsync(RealEngines.CassandraImage);
        if (_whyNot is not null)
        {
            return;
        }

        try
        {
            await DockerCli.RunAsync([
                "run", "--detach", "--name", _name, "--publish", $"127.0.0.1:{_port}:9042",
                "--env", "MAX_HEAP_SIZE=512M", "--env", "HEAP_NEWSIZE=128M", "--env", "CASSANDRA_NUM_TOKENS=1",
                "--env", "JVM_OPTS=-Dcassandra.skip_wait_for_gossip_to_settle=0 -Dcassandra.initial_token=0",
                "--env", $"JVM_EXTRA_OPTS=-Dcassandra.config.allow_system_properties=true {Properties}",
                .. Arguments, RealEngines.CassandraImage]);
            await UntilReadyAsync();
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    public virtual async ValueTask DisposeAsync()
    {
        if (_whyNot is null)
        {
            await DockerCli.TryAsync("rm", "--force", "--volumes", _name);
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Skips the test where there is no node.</summary>
    public void Need() => RealEngines.SkipFor(_whyNot);

    public Task PauseAsync() => DockerCli.PauseAsync(_name);

    public Task UnpauseAsync() => DockerCli.RunAsync("unpause", _name);

    public Task StopAsync() => DockerCli.RunAsync("stop", "--time", "5", _name);

    public async Task StartAsync()
    {
        await DockerCli.RunAsync("start", _name);
        await UntilReadyAsync();
    }

    /// <summary>Waits for a working round trip.</summary>
    public async Task UntilReadyAsync()
    {
        long asked = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                await CqlHandshake.RunAsync(Connection, TimeProvider.System, TimeSpan.FromSeconds(5), CancellationToken.None);
                return;
            }
            catch (EngineException) when (TimeProvider.System.GetElapsedTime(asked) < StartTimeout)
            {
                await Task.Delay(LookAgainAfter, TimeProvider.System);
            }
        }
    }
}

/// <summary>A node that wants a login and speaks nothing but TLS.</summary>
public sealed class SecuredNode : CassandraNode
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eventlogdemo-cassandra-");

    public SecuredNode()
    {
        using TestCertificates certificates = new("EventLogDemo test authority");
        using TestCertificates others = new("Somebody else");
        File.WriteAllText(CaFile, certificates.Authority);
        File.WriteAllText(OtherCaFile, others.Authority);
        File.WriteAllText(Path.Combine(_folder.FullName, "node.pem"), certificates.Issue("localhost"));
        if (!OperatingSystem.IsWindows())
        {
            // The image's user reads them.
            File.SetUnixFileMode(
                _folder.FullName,
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
                    | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        }
    }

    /// <summary>The authority that signed the node's certificate.</summary>
    public string CaFile => Path.Combine(_folder.FullName, "ca.pem");

    /// <summary>An authority that signed nothing.</summary>
    public string OtherCaFile => Path.Combine(_folder.FullName, "other.pem");

    public override CassandraConnection Connection => base.Connection with
    {
        Login = new Login("cassandra", "cassandra"),
        Tls = new TlsOptions { CaFile = CaFile },
    };

    protected override IReadOnlyList<string> Arguments => ["--volume", $"{_folder.FullName}:/certs:ro"];

    protected override string Properties => string.Join(
        ' ',
        "-Dcassandra.superuser_setup_delay_ms=0",
        "-Dcassandra.settings.authenticator.class_name=PasswordAuthenticator",
        "-Dcassandra.settings.authorizer.class_name=CassandraAuthorizer",
        "-Dcassandra.settings.client_encryption_options.enabled=true",
        "-Dcassandra.settings.client_encryption_options.ssl_context_factory.class_name=org.apache.cassandra.security.PEMBasedSslContextFactory",
        "-Dcassandra.settings.client_encryption_options.keystore=/certs/node.pem",
        "-Dcassandra.settings.client_encryption_options.truststore=/certs/ca.pem");

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
