using EventLogDemo.Engine.Environments;
using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Tests;

namespace EventLogDemo.Engine.Tests.Environments;

public sealed class EnvironmentCatalogTests : EmbeddedFolder
{
    [Fact]
    public void Catalog_has_every_environment_once_and_the_default_first()
    {
        IEnumerable<string> classes = typeof(IPipelineEnvironment).Assembly.GetTypes()
            .Where(type => type.IsAssignableTo(typeof(IPipelineEnvironment)) && !type.IsInterface)
            .Select(type => type.Name);

        Assert.Equal(classes.Order(), EnvironmentCatalog.All.Select(entry => $"{entry.Name}Environment").Order());
        Assert.Same(EnvironmentCatalog.Default, EnvironmentCatalog.All[0]);
    }

    [Theory]
    [InlineData("Docker", "Docker")]
    [InlineData("eXTERNAL", "External")]
    public void Name_is_case_insensitive(string name, string found) => Assert.Equal(found, EnvironmentCatalog.Find(name).Name);

    [Fact]
    public void Unknown_name_is_an_error_that_lists_the_known_ones()
    {
        UnknownEnvironmentException refused = Assert.Throws<UnknownEnvironmentException>(() => EnvironmentCatalog.Find("Kubernetes"));

        Assert.Equal(["Embedded", "Docker", "External"], refused.Valid);
        Assert.Equal((ErrorKind.InvalidArgument, "Kubernetes"), (refused.Kind, refused.Target));
    }

    [Fact]
    public void Unknown_environment_in_a_manifest_is_an_error_and_never_the_default()
    {
        Directory.CreateDirectory(Folder);
        ManifestFile.Write(Folder, PipelineManifest.New("Kubernetes", new PipelineOptions(), Guid.NewGuid(), DateTimeOffset.UnixEpoch));

        UnknownEnvironmentException refused = Assert.Throws<UnknownEnvironmentException>(() => EnvironmentCatalog.Peek(Folder));

        Assert.Equal((ErrorKind.InvalidData, Folder), (refused.Kind, refused.Target));
    }

    [Fact]
    public void Cmdlets_use_the_catalog_and_name_no_environment()
    {
        string[] named = [.. typeof(IPipelineEnvironment).Assembly.GetTypes()
            .Where(type => type.IsAssignableTo(typeof(IPipelineEnvironment)) && !type.IsInterface)
            .Select(type => type.Name)];

        Assert.Empty(
            from file in Directory.EnumerateFiles(Repository.PathOf("src", "EventLogDemo.PowerShell"), "*.cs", SearchOption.AllDirectories)
            where !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
            let text = File.ReadAllText(file)
            from name in named
            where text.Contains(name, StringComparison.Ordinal)
            select $"{Path.GetFileName(file)} names {name}");
    }
}
