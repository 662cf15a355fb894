using EventLogDemo.Engine.Docker;
using EventLogDemo.Engine.Docker.Containers;

namespace EventLogDemo.Engine.Tests.Docker.Containers;

public sealed class DockerEndpointTests : IDisposable
{
    // SHA-256 of "colima", by which Docker names a context's folder.
    private const string ColimaFolder = "f24fd3749c1368328e2b149bec149cb6795619f244c5b584e844961215dadd16";

    private readonly string _home = Directory.CreateTempSubdirectory("eventlogdemo-docker-").FullName;

    [Theory]
    [InlineData(false, "unix:///var/run/docker.sock")]
    [InlineData(true, "npipe://./pipe/docker_engine")]
    public void Without_settings_the_default_address_is_used(bool isWindows, string expected) =>
        Assert.Equal(new Uri(expected), Find([], isWindows));

    [Fact]
    public void Variable_overrides_the_context()
    {
        WriteContext();

        Assert.Equal(new Uri("tcp://127.0.0.1:2375"), Find(new() { ["DOCKER_HOST"] = "tcp://127.0.0.1:2375" }));
    }

    [Fact]
    public void Pipe_address_of_Docker_is_converted_for_the_client()
    {
        Uri found = Find(new() { ["DOCKER_HOST"] = "npipe:////./pipe/dockerDesktopLinuxEngine" }, isWindows: true);

        Assert.Equal("npipe://./pipe/dockerDesktopLinuxEngine", found.OriginalString);
        Assert.Equal((".", "/pipe/dockerDesktopLinuxEngine"), (found.Host, found.AbsolutePath));
    }

    [Fact]
    public void Current_context_is_used()
    {
        WriteContext();

        Assert.Equal(new Uri("unix:///home/me/.colima/docker.sock"), Find([]));
        Assert.Equal(new Uri("unix:///var/run/docker.sock"), Find(new() { ["DOCKER_CONTEXT"] = "default" }));
    }

    [Theory]
    [InlineData("ssh://somebody@elsewhere", null)]
    [InlineData("nonsense", null)]
    [InlineData("tcp://elsewhere:2376", "1")]
    public void Unsupported_address_is_an_error(string host, string? tls)
    {
        Dictionary<string, string?> variables = new() { ["DOCKER_HOST"] = host, ["DOCKER_TLS_VERIFY"] = tls };

        DockerEndpointException error = Assert.Throws<DockerEndpointException>(() => Find(variables));
        Assert.Equal("DockerEndpoint", error.Id);
        Assert.Equal(host, error.Target);
    }

    [Fact]
    public void Damaged_settings_fall_back_to_the_default()
    {
        Directory.CreateDirectory(Path.Combine(_home, ".docker"));
        File.WriteAllText(Path.Combine(_home, ".docker", "config.json"), "{ not json");

        Assert.Equal(new Uri("unix:///var/run/docker.sock"), Find([]));
    }

    [Theory]
    [InlineData("unix:///var/run/docker.sock", true)]
    [InlineData("tcp://127.0.0.1:2375", true)]
    [InlineData("tcp://elsewhere:2375", false)]
    public void Engine_on_another_machine_is_not_local(string endpoint, bool isLocal) =>
        Assert.Equal(isLocal, DockerEndpoint.IsLocal(new Uri(endpoint)));

    public void Dispose() => Directory.Delete(_home, recursive: true);

    private Uri Find(Dictionary<string, string?> variables, bool isWindows = false) =>
        DockerEndpoint.Find(variables.GetValueOrDefault, _home, isWindows);

    private void WriteContext()
    {
        string folder = Path.Combine(_home, ".docker", "contexts", "meta", ColimaFolder);
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(_home, ".docker", "config.json"), """{ "currentContext": "colima" }""");
        File.WriteAllText(
            Path.Combine(folder, "meta.json"),
            """{ "Name": "colima", "Endpoints": { "docker": { "Host": "unix:///home/me/.colima/docker.sock" } } }""");
    }
}
