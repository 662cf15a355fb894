using EventLogDemo.Engine.Docker;
using EventLogDemo.Engine.Docker.Compose;
using EventLogDemo.Engine.Docker.Containers;
using EventLogDemo.Engine.Pipelines;
using Microsoft.Extensions.Logging;

namespace EventLogDemo.Engine.Environments;

/// <summary>The resources that are held while a pipeline on Docker is being opened: a folder, a log and a Docker client.</summary>
internal sealed class DockerOpening : IDisposable
{
    private readonly bool _createdFolder;
    private bool _isHandedOver;

    private DockerOpening(string folder, string project, Uri docker, bool createdFolder)
    {
        _createdFolder = createdFolder;
        Folder = folder;
        Project = project;
        Loggers = EngineLog.Open(folder, isShared: true);
        try
        {
            Engine = new DockerEngine(docker, Loggers.CreateLogger<DockerEngine>());
        }
        catch
        {
            Loggers.Dispose();
            throw;
        }
    }

    /// <summary>Folder of the pipeline's state.</summary>
    public string Folder { get; }

    /// <summary>Name of the compose project.</summary>
    public string Project { get; }

    public ILoggerFactory Loggers { get; }

    public DockerEngine Engine { get; }

    /// <summary>Whether the folder is deleted when opening fails.</summary>
    public bool DeletesFolder { get; set; }

    /// <exception cref="DockerEndpointException">Docker's configured address cannot be used.</exception>
    /// <exception cref="DataFolderAccessException">The folder cannot be created.</exception>
    public static DockerOpening Begin(string folder, string pipeline)
    {
        Uri docker = DockerEndpoint.Find();
        bool isNew = !Directory.Exists(folder);
        StateFolders.Create(folder);
        return new DockerOpening(folder, ComposeArguments.ProjectOf(pipeline), docker, isNew);
    }

    public ComposeProject ProjectOf(string composeFile, IReadOnlyDictionary<string, string> variables, TimeProvider time) => new(
        Project, composeFile, variables, new CommandRunner(), Engine, time, Loggers.CreateLogger<ComposeProject>());

    /// <summary>Passes ownership of log and client to the pipeline; returns the client, to be disposed with it.</summary>
    public IDisposable HandOver()
    {
        _isHandedOver = true;
        return Engine;
    }

    public void Dispose()
    {
        if (!_isHandedOver)
        {
            Engine.Dispose();
            Loggers.Dispose();
            if (DeletesFolder || (_createdFolder && !ManifestFile.IsIn(Folder)))
            {
                StateFolders.Delete(Folder);
            }
        }
    }
}
