using EventLogDemo.Engine.Docker.Jobs;
using EventLogDemo.Engine.Environments;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Engine.Tests.Environments;

public sealed class JobJarTests : IDisposable
{
    private readonly string _jar = Path.GetTempFileName();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => File.Delete(_jar);

    [Fact]
    public async Task First_that_is_there_is_taken() =>
        Assert.Equal(_jar, await JobJar.FindAsync(Options("/nowhere/a.jar", _jar), new Maven(null), null, Token));

    [Fact]
    public async Task None_and_nothing_to_build_it_from_says_where_was_looked()
    {
        JobJarMissingException missing = await Assert.ThrowsAsync<JobJarMissingException>(
            () => JobJar.FindAsync(Options("/nowhere/a.jar") with { JobProject = "/nowhere/pom.xml" }, new Maven(null), null, Token));

        Assert.Equal(["/nowhere/a.jar"], missing.Tried);
    }

    private static DockerOptions Options(params string[] jars) => new() { ComposeFile = "compose.yaml", JobJars = jars };
}
