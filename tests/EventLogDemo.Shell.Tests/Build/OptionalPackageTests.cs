using System.Diagnostics;
using System.IO.Compression;
using EventLogDemo.Tests;
using Xunit;

namespace EventLogDemo.Shell.Tests.Build;

/// <summary>The build's check for packages that not every source has; the sources are folders, so no network is needed.</summary>
public sealed class OptionalPackageTests : IDisposable
{
    // Any id with a version in Directory.Packages.props.
    private const string Id = "CassandraCSharpDriver";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eventlogdemo-probe-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task SourceWithThePackage_IsServedAndCached()
    {
        string source = Source();
        Pack(Path.Combine(source, $"{Id}.99.0.0.nupkg"));

        ProcessOutcome asked = await ProbeAsync(source);

        Assert.Equal(0, asked.ExitCode);
        Assert.Contains($"\"Identity\": \"{Id}\"", asked.Output, StringComparison.Ordinal);
        Assert.Equal("served", CachedAnswer());
    }

    [Fact]
    public async Task SourceWithoutTheId_IsMissingWithAWarning()
    {
        ProcessOutcome asked = await ProbeAsync(Source());

        Assert.Equal(0, asked.ExitCode);
        Assert.Contains("ELD0001", asked.Output + asked.Error, StringComparison.Ordinal);
        Assert.Equal("missing", CachedAnswer());
    }

    [Fact]
    public async Task UnreachableSource_FailsTheBuildAndCachesNothing()
    {
        ProcessOutcome asked = await ProbeAsync(Path.Combine(_folder.FullName, "nowhere"));

        Assert.NotEqual(0, asked.ExitCode);
        Assert.Contains("NU1301", asked.Output + asked.Error, StringComparison.Ordinal);
        Assert.Null(CachedAnswer());
    }

    [Fact]
    public async Task SourceWithOlderVersionsOnly_FailsTheBuild()
    {
        string source = Source();
        Pack(Path.Combine(source, $"{Id}.0.1.0.nupkg"));

        ProcessOutcome asked = await ProbeAsync(source);

        Assert.NotEqual(0, asked.ExitCode);
        Assert.Null(CachedAnswer());
    }

    private string Source() => _folder.CreateSubdirectory("source").FullName;

    private string? CachedAnswer()
    {
        string? file = Directory.Exists(CacheFolder) ? Directory.EnumerateFiles(CacheFolder, "*.txt").SingleOrDefault() : null;
        return file is null ? null : File.ReadAllText(file).Trim();
    }

    private string CacheFolder => Path.Combine(_folder.FullName, "answers");

    private Task<ProcessOutcome> ProbeAsync(string source)
    {
        ProcessStartInfo start = ChildProcess.DotNet(
            "msbuild", Repository.PathOf("eng", "probe", "OptionalPackage.proj"), "-nologo", "-nodeReuse:false", "-t:Probe", "-getTargetResult:Probe",
            $"-p:PackageId={Id}", $"-p:RestoreSources={source}", $"-p:AnswerFolder={CacheFolder}{Path.DirectorySeparatorChar}");
        start.Environment["NUGET_PACKAGES"] = Path.Combine(_folder.FullName, "packages");
        // Otherwise additional sources on the machine would be searched too.
        start.Environment.Remove("RestoreAdditionalProjectSources");
        return ChildProcess.RunAsync(start);
    }

    private static void Pack(string path)
    {
        string version = Path.GetFileNameWithoutExtension(path)[(Id.Length + 1)..];
        using ZipArchive package = ZipFile.Open(path, ZipArchiveMode.Create);
        using StreamWriter writer = new(package.CreateEntry($"{Id}.nuspec").Open());
        writer.Write($"""
            <package><metadata><id>{Id}</id><version>{version}</version><authors>tests</authors><description>Empty.</description></metadata></package>
            """);
    }
}
