using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Engine.Environments;

/// <summary>The environments that pipelines can run in.</summary>
public static class EnvironmentCatalog
{
    /// <summary>The environment to use when none is named.</summary>
    public static EnvironmentEntry Default => EmbeddedEnvironment.Entry;

    /// <summary>All environments, the default first.</summary>
    public static IReadOnlyList<EnvironmentEntry> All { get; } =
        [EmbeddedEnvironment.Entry, DockerEnvironment.Entry, ExternalEnvironment.Entry];

    /// <summary>The environment with a name, case-insensitive.</summary>
    /// <exception cref="UnknownEnvironmentException">There is none with that name.</exception>
    public static EnvironmentEntry Find(string name) => TryFind(name) ?? throw new UnknownEnvironmentException(name, Names);

    /// <summary>The environment of a running pipeline.</summary>
    /// <exception cref="UnknownEnvironmentException">Its manifest names none of these.</exception>
    public static EnvironmentEntry Of(Pipeline pipeline) => Of(pipeline.Manifest, pipeline.Folder);

    /// <summary>The environment of the pipeline in a folder, and its manifest, so that its name can be reserved before it is opened.</summary>
    /// <exception cref="DataFolderNotFoundException">The folder contains no pipeline.</exception>
    /// <exception cref="UnknownEnvironmentException">The manifest names none of these.</exception>
    public static (EnvironmentEntry Environment, PipelineManifest Manifest) Peek(string folder)
    {
        PipelineManifest manifest = ManifestFile.Read(Path.GetFullPath(folder));
        return (Of(manifest, folder), manifest);
    }

    private static IReadOnlyList<string> Names => [.. All.Select(entry => entry.Name)];

    private static EnvironmentEntry Of(PipelineManifest manifest, string folder) =>
        TryFind(manifest.Environment) ?? throw new UnknownEnvironmentException(manifest.Environment, Names, folder);

    private static EnvironmentEntry? TryFind(string name) =>
        All.FirstOrDefault(entry => string.Equals(entry.Name, name, StringComparison.OrdinalIgnoreCase));
}
