using EventLogDemo.Engine.Docker;
using EventLogDemo.Engine.Docker.Jobs;

namespace EventLogDemo.Engine.Tests.Docker.Jobs;

public sealed class MavenTests : IDisposable
{
    private const string Project = "/repository/flink-job/pom.xml";

    private readonly StubMaven _stub = new();

    private string Jdk => Path.Combine(_stub.Folder, "a jdk");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _stub.Dispose();

    [Fact]
    public async Task Maven_on_a_JDK_reports_both_versions()
    {
        MakeJdk();
        _stub.Does(Version("17.0.15"));

        Assert.Equal(new MavenFacts("3.8.7", "17.0.15", Jdk), await CheckAsync());
    }

    [Fact]
    public async Task Folder_without_Maven_is_skipped()
    {
        MakeJdk();
        _stub.Does(Version("21-ea"));

        string path = string.Join(Path.PathSeparator, "/nowhere", "", _stub.Folder);
        Assert.Equal("21-ea", (await new Maven(path).CheckAsync(Project, Token)).JavaVersion);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("/nowhere")]
    public async Task Missing_Maven_is_an_error(string? path)
    {
        JobBuildToolsException error = await Assert.ThrowsAsync<JobBuildToolsException>(() => new Maven(path).CheckAsync(Project, Token));

        Assert.Equal(Project, error.Target);
        Assert.Contains("is not on the PATH", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_that_is_not_executable_is_not_Maven()
    {
        _stub.Does("exit 0", isProgram: false);

        Assert.Contains("is not on the PATH", await RefusalAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("11.0.24")]
    [InlineData("1.8.0_432")]
    public async Task Java_that_is_too_old_is_an_error(string version)
    {
        MakeJdk();
        _stub.Does(Version(version));

        Assert.Contains($"Maven runs on Java {version}, but the job requires Java 17 or later", await RefusalAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Java_without_a_compiler_is_an_error()
    {
        _stub.Does(Version("17.0.15"));

        Assert.Contains($"the Java in {Jdk}, which has no compiler", await RefusalAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Maven_without_Java_is_quoted_in_the_error()
    {
        _stub.Does("echo 'The JAVA_HOME environment variable is not defined correctly.' >&2; exit 1");

        Assert.EndsWith(
            "'mvn --version' exited with code 1: The JAVA_HOME environment variable is not defined correctly.",
            await RefusalAsync(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Maven_with_unknown_output_is_accepted()
    {
        _stub.Does("echo Maven, the next generation");

        Assert.Equal(new MavenFacts(null, null, null), await CheckAsync());
    }

    // Output of Debian's Maven 3.8.7, with its colour escape sequences.
    private string Version(string java) => $$"""
        test "$*" = '--batch-mode --version' || exit 9
        printf '\033[0mApache Maven 3.8.7\nMaven home: /usr/share/maven\n'
        echo 'Java version: {{java}}, vendor: Debian, runtime: {{Jdk}}'
        echo 'Default locale: en, platform encoding: UTF-8'
        """;

    private void MakeJdk()
    {
        Directory.CreateDirectory(Path.Combine(Jdk, "bin"));
        File.WriteAllText(Path.Combine(Jdk, "bin", "javac"), "");
    }

    private Task<MavenFacts> CheckAsync() => new Maven(_stub.Folder).CheckAsync(Project, Token);

    private async Task<string> RefusalAsync() => (await Assert.ThrowsAsync<JobBuildToolsException>(CheckAsync)).Message;
}
