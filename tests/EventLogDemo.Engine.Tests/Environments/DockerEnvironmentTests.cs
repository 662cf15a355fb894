using EventLogDemo.Engine.Docker;
using EventLogDemo.Engine.Docker.Compose;
using EventLogDemo.Engine.Environments;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Engine.Tests.Environments;

public sealed class DockerEnvironmentTests : IDisposable
{
    private readonly string _known = $"a.{Guid.NewGuid():N}";

    private string Folder => DockerEnvironment.FolderOf(_known);

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    [Fact]
    public void Data_of_a_stopped_pipeline_is_not_used_by_another_with_the_same_project_name()
    {
        string alike = _known.Replace('.', '-');
        Directory.CreateDirectory(Folder);
        Check(alike);

        PipelineOptions options = new() { Name = _known };
        ManifestFile.Write(Folder, PipelineManifest.New(DockerEnvironment.Name, options, Guid.NewGuid(), DateTimeOffset.UnixEpoch));

        ComposeProjectInUseException error = Assert.Throws<ComposeProjectInUseException>(() => Check(alike));
        Assert.Equal((alike, _known), (error.Target, error.Other));
        Check(_known.ToUpperInvariant());
    }

    private static void Check(string pipeline) => DockerEnvironment.ThrowIfDataBelongsToAnother(ComposeArguments.ProjectOf(pipeline), pipeline);
}
