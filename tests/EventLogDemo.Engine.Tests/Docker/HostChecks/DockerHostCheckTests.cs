using EventLogDemo.Engine.Docker;
using EventLogDemo.Engine.Docker.Containers;
using EventLogDemo.Engine.Docker.HostChecks;
using EventLogDemo.Engine.Docker.Jobs;
using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Engine.Tests.Docker.HostChecks;

public sealed class DockerHostCheckTests
{
    private const string Kafka = "apache/kafka:4.3.1";

    private static readonly string ModuleJar = Path.Combine("/module", "job.jar");
    private static readonly string BuiltJar = Path.Combine("/repository", "flink-job", "target", "job.jar");
    private static readonly string Project = Path.Combine("/repository", "flink-job", "pom.xml");

    private readonly FakeProbe _probe = new();

    private HostCheckRequest _request = new()
    {
        Project = "eventlogdemo-default",
        Ports = new Dictionary<string, int> { ["kafka"] = 9092 },
        Images = [Kafka],
        JobJars = [ModuleJar, BuiltJar],
        JobProject = Project,
    };

    [Fact]
    public async Task Machine_that_has_everything_passes()
    {
        IReadOnlyList<HostCheckResult> results = await RunAsync();

        Assert.Equal(
            ["Docker command", "Docker engine", "Docker Compose", "Memory", "Port 9092 (kafka)", $"Image {Kafka}", "Job jar"],
            results.Select(result => result.Name));
        Assert.All(results, result => Assert.Equal(HostCheckOutcome.Passed, result.Outcome));
        Assert.All(results, result => Assert.Null(result.Action));
        DockerHostCheck.ThrowIfFailed(results);
    }

    [Fact]
    public async Task Missing_Docker_fails_once_and_leaves_the_rest_unchecked()
    {
        _probe.Command = () => throw new DockerNotInstalledException("docker --version");
        _probe.Engine = () => throw new DockerNotRunningException(new Uri("unix:///var/run/docker.sock"));

        IReadOnlyList<HostCheckResult> results = await RunAsync();
        Assert.Equal(["DockerNotInstalled", "DockerNotRunning"], results.Where(result => result.Error is not null).Select(result => result.Error!.Id));
        Assert.All(results.Skip(2).SkipLast(1), result => Assert.Equal(HostCheckOutcome.Warning, result.Outcome));
        Assert.Throws<DockerNotInstalledException>(() => DockerHostCheck.ThrowIfFailed(results));
    }

    [Fact]
    public async Task No_permission_fails() =>
        await FailsAsync<DockerAccessDeniedException>(
            "Docker engine",
            () => _probe.Engine = () => throw new DockerAccessDeniedException(new Uri("unix:///var/run/docker.sock")));

    [Fact]
    public async Task Old_docker_fails() =>
        await FailsAsync<DockerTooOldException>("Docker engine", () => _probe.Engine = () => _probe.Facts with { ApiVersion = "1.39" });

    [Fact]
    public async Task Missing_compose_fails() =>
        await FailsAsync<ComposeMissingException>(
            "Docker Compose", () => _probe.Compose = () => throw new ComposeMissingException("'compose' is not a docker command"));

    [Fact]
    public async Task Old_compose_fails() =>
        await FailsAsync<ComposeTooOldException>("Docker Compose", () => _probe.Compose = () => "1.29.2");

    [Fact]
    public async Task Small_machine_fails() =>
        await FailsAsync<HostMemoryException>(
            "Memory", () => _probe.Engine = () => _probe.Facts with { MemoryBytes = 2_000_000_000 });

    [Fact]
    public async Task Full_memory_fails() =>
        await FailsAsync<HostMemoryException>("Memory", () => _probe.FreeMemory = 1_000_000_000);

    [Fact]
    public async Task Half_full_memory_is_a_warning()
    {
        _probe.FreeMemory = 3_000_000_000;

        HostCheckResult result = (await RunAsync()).Single(result => result.Name == "Memory");
        Assert.Equal(HostCheckOutcome.Warning, result.Outcome);
        Assert.Contains("3.0 GB of it free", result.Found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Running_pipeline_needs_no_memory_and_no_port()
    {
        _probe.IsRunning = true;
        _probe.FreeMemory = 1_000_000_000;
        _probe.Holder = new PortHolder("container 'eventlogdemo-default-kafka-1'", "eventlogdemo-default");

        Assert.All(await RunAsync(), result => Assert.Equal(HostCheckOutcome.Passed, result.Outcome));
    }

    [Theory]
    [InlineData("process java (123)", "process java (123)")]
    [InlineData(null, "an unknown program")]
    public async Task Port_in_use_fails_and_names_the_holder(string? holder, string expected)
    {
        _probe.Holder = new PortHolder(holder, Project: "another");

        HostCheckResult result = (await RunAsync()).Single(result => result.Outcome == HostCheckOutcome.Failed);
        PortInUseException error = Assert.IsType<PortInUseException>(result.Error);
        Assert.Equal((9092, "kafka", holder), (error.Port, error.Service, error.Holder));
        Assert.Contains(expected, result.Found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Image_that_can_be_pulled_passes()
    {
        _probe.HasImage = false;

        Assert.All(await RunAsync(), result => Assert.Equal(HostCheckOutcome.Passed, result.Outcome));
    }

    [Fact]
    public async Task Image_whose_registry_is_unreachable_is_a_warning()
    {
        (_probe.HasImage, _probe.PullFault) = (false, "no such host");

        HostCheckResult result = (await RunAsync()).Single(result => result.Name == $"Image {Kafka}");
        Assert.Equal(HostCheckOutcome.Warning, result.Outcome);
        Assert.Contains("no such host", result.Found, StringComparison.Ordinal);
        Assert.Contains("docker load", result.Action, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_jar_fails_and_lists_the_searched_paths()
    {
        _probe.Files.Clear();

        HostCheckResult result = (await RunAsync()).Single(result => result.Name == "Job jar");
        Assert.Equal(_request.JobJars, Assert.IsType<JobJarMissingException>(result.Error).Tried);
    }

    [Fact]
    public async Task Existing_jar_reports_its_origin_without_running_Maven()
    {
        _probe.Maven = () => throw new InvalidOperationException("nobody needs it");
        Assert.Equal($"{BuiltJar}, built from {Project}", (await JobJarAsync()).Found);

        _probe.Files.Add(ModuleJar);
        Assert.Equal($"{ModuleJar}, packed in the module", (await JobJarAsync()).Found);

        _request = _request with { JobJars = [BuiltJar], JobProject = null };
        Assert.Equal($"{BuiltJar}, as given", (await JobJarAsync()).Found);
    }

    [Fact]
    public async Task Jar_that_will_be_built_is_a_warning_with_Maven_and_JDK_versions()
    {
        _probe.Files.Remove(BuiltJar);

        HostCheckResult result = await JobJarAsync();
        Assert.Equal(HostCheckOutcome.Warning, result.Outcome);
        Assert.Equal($"not built yet from {Project}; Maven 3.9.9 and JDK 21.0.5 are installed", result.Found);
        Assert.StartsWith("Nothing", result.Action, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Jar_that_cannot_be_built_fails_with_the_reason()
    {
        _probe.Files.Remove(BuiltJar);

        await FailsAsync<JobBuildToolsException>(
            "Job jar", () => _probe.Maven = () => throw new JobBuildToolsException(Project, "there is no Maven"));
    }

    [Fact]
    public async Task Maven_of_unknown_version_is_a_warning()
    {
        _probe.Files.Remove(BuiltJar);
        _probe.Maven = () => null;
        HostCheckResult silent = await JobJarAsync();
        _probe.Maven = () => new MavenFacts("5", null, null);
        HostCheckResult vague = await JobJarAsync();

        Assert.All([silent, vague], result => Assert.Equal(HostCheckOutcome.Warning, result.Outcome));
        Assert.Contains("did not answer", silent.Found, StringComparison.Ordinal);
        Assert.Contains("which Java", vague.Found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ports_of_another_machine_are_not_checked_here()
    {
        _probe.Engine = () => _probe.Facts with { IsLocal = false };
        _probe.Holder = new PortHolder("process java (123)", Project: null);

        HostCheckResult result = (await RunAsync()).Single(result => result.Name == "Port 9092 (kafka)");
        Assert.Equal(HostCheckOutcome.Warning, result.Outcome);
    }

    private async Task<HostCheckResult> JobJarAsync() => (await RunAsync()).Single(result => result.Name == "Job jar");

    private Task<IReadOnlyList<HostCheckResult>> RunAsync() =>
        new DockerHostCheck(_probe).RunAsync(_request, progress: null, TestContext.Current.CancellationToken);

    private async Task FailsAsync<T>(string name, Action breaking)
        where T : EngineException
    {
        breaking();
        IReadOnlyList<HostCheckResult> results = await RunAsync();
        HostCheckResult result = results.Single(result => result.Outcome == HostCheckOutcome.Failed);
        Assert.Equal(name, result.Name);
        Assert.Equal(Assert.IsType<T>(result.Error).Message, result.Found);
        Assert.Throws<T>(() => DockerHostCheck.ThrowIfFailed(results));
    }

    private sealed class FakeProbe : IHostProbe
    {
        public EngineFacts Facts { get; } = new("20.10.24", "1.41", 8_000_000_000, "Debian", IsLocal: true);

        public Func<string> Command { get; set; } = () => "Docker version 28.2.2";

        public Func<EngineFacts> Engine { get; set; }

        public Func<string> Compose { get; set; } = () => "2.26.1-4";

        public long? FreeMemory { get; set; } = 6_000_000_000;

        public bool IsRunning { get; set; }

        public PortHolder? Holder { get; set; }

        public bool HasImage { get; set; } = true;

        public string? PullFault { get; set; }

        public HashSet<string> Files { get; } = [Project, BuiltJar];

        public Func<MavenFacts?> Maven { get; set; } = () => new MavenFacts("3.9.9", "21.0.5", "/jdk");

        public FakeProbe() => Engine = () => Facts;

        public Task<string> ReadCommandVersionAsync(CancellationToken cancellationToken) => Task.FromResult(Command());

        public Task<EngineFacts> ReadEngineAsync(CancellationToken cancellationToken) => Task.FromResult(Engine());

        public Task<string> ReadComposeVersionAsync(CancellationToken cancellationToken) => Task.FromResult(Compose());

        public long? ReadFreeMemory() => FreeMemory;

        public Task<bool> IsRunningAsync(string project, CancellationToken cancellationToken) => Task.FromResult(IsRunning);

        public Task<PortHolder?> FindPortHolderAsync(int port, CancellationToken cancellationToken) => Task.FromResult(Holder);

        public Task<bool> HasImageAsync(string image, CancellationToken cancellationToken) => Task.FromResult(HasImage);

        public Task<string?> FindPullFaultAsync(string image, CancellationToken cancellationToken) => Task.FromResult(PullFault);

        public Task<MavenFacts?> ReadMavenAsync(string project, CancellationToken cancellationToken) => Task.FromResult(Maven());

        public bool HasFile(string path) => Files.Contains(path);
    }
}
