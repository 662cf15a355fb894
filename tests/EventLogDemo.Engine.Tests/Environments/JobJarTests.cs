using System.Collections.Concurrent;
using System.Globalization;
using EventLogDemo.Engine.Docker;
using EventLogDemo.Engine.Docker.Jobs;
using EventLogDemo.Engine.Environments;
using EventLogDemo.Engine.Tests.Conformance;
using EventLogDemo.Engine.Tests.Docker.Jobs;
using EventLogDemo.Engine.Tests.Processes;

namespace EventLogDemo.Engine.Tests.Environments;

public sealed class JobJarTests : IDisposable, IProgress<string>
{
    private readonly StubMaven _stub = new();
    private readonly ConcurrentQueue<string> _told = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Jar => Path.Combine(_stub.Folder, "job.jar");

    private string Project => Path.Combine(_stub.Folder, "pom.xml");

    public void Dispose() => _stub.Dispose();

    void IProgress<string>.Report(string value) => _told.Enqueue(value);

    [Fact]
    public async Task First_existing_jar_is_used_and_nothing_is_built()
    {
        await File.WriteAllTextAsync(Jar, "", Token);

        Assert.Equal(Jar, await JobJar.FindAsync(Options() with { JobJars = ["/nowhere/a.jar", Jar] }, new Maven(null), this, Token));
        Assert.Empty(_told);
    }

    [Fact]
    public async Task Missing_jar_without_a_project_is_an_error_with_the_searched_paths()
    {
        JobJarMissingException missing = await Assert.ThrowsAsync<JobJarMissingException>(
            () => FindAsync(Options() with { JobProject = "/nowhere/pom.xml" }));

        Assert.Equal(["/nowhere/a.jar", Jar], missing.Tried);
    }

    [Fact]
    public async Task Missing_jar_is_built_with_Maven_and_reported()
    {
        _stub.Does($"""
            test "$*" = '--batch-mode --quiet -DskipTests --file {Project} package' || exit 9
            echo built > '{Jar}'
            """);

        Assert.Equal(Jar, await FindAsync(Options()));
        Assert.Equal("built\n", await File.ReadAllTextAsync(Jar, Token));
        Assert.Equal([$"Building the Flink job with Maven from {Project}"], _told);
    }

    [Fact]
    public async Task Failed_build_is_an_error_with_its_last_lines_and_leaves_no_partial_jar()
    {
        _stub.Does($"""
            echo half > '{Jar}'
            for line in $(seq 1 30); do echo "[ERROR] line $line" >&2; done
            exit 3
            """);

        JobBuildException error = await Assert.ThrowsAsync<JobBuildException>(() => FindAsync(Options()));
        Assert.Equal(("JobBuild", Project), (error.Id, error.Target));
        Assert.Contains("exited with code 3", error.Message, StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(11, 20).Select(line => $"[ERROR] line {line}"), error.Evidence);
        Assert.EndsWith("[ERROR] line 11", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Jar));
    }

    [Fact]
    public async Task Build_that_creates_no_jar_at_the_expected_path_is_an_error()
    {
        _stub.Does("exit 0");

        await Assert.ThrowsAsync<JobJarMissingException>(() => FindAsync(Options()));
    }

    [Fact]
    public async Task Without_Maven_the_error_names_it()
    {
        JobBuildToolsException error = await Assert.ThrowsAsync<JobBuildToolsException>(() => FindAsync(Options()));
        Assert.Equal(Project, error.Target);
    }

    [Fact]
    public async Task Cancelled_build_kills_the_process_tree_and_leaves_no_partial_jar()
    {
        string started = Path.Combine(_stub.Folder, "started");
        // Written under another name first, so that a reader sees all of it.
        _stub.Does($"""
            echo half > '{Jar}'
            sleep 600 &
            echo $$ $! > '{started}.new'
            mv '{started}.new' '{started}'
            wait
            """);
        using CancellationTokenSource cancelled = CancellationTokenSource.CreateLinkedTokenSource(Token);
        Task<string> building = JobJar.FindAsync(Options(), new Maven(_stub.Folder), this, cancelled.Token);
        await PipelineFixture.UntilAsync(() => File.Exists(started), "the start of the build");
        int[] ids = [.. (await File.ReadAllTextAsync(started, Token)).Split(' ').Select(id => int.Parse(id, CultureInfo.InvariantCulture))];
        Assert.All(ids, id => Assert.False(ChildProcessTests.HasEnded(id)));

        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => building);

        await PipelineFixture.UntilAsync(() => ids.All(ChildProcessTests.HasEnded), "the end of Maven and of what it had started");
        Assert.False(File.Exists(Jar));
    }

    private Task<string> FindAsync(DockerOptions options) => JobJar.FindAsync(options, new Maven(_stub.Folder), this, Token);

    /// <summary>A missing jar and an existing project.</summary>
    private DockerOptions Options()
    {
        File.WriteAllText(Project, "<project/>");
        return new() { ComposeFile = "compose.yaml", JobJars = ["/nowhere/a.jar", Jar], JobProject = Project };
    }
}
