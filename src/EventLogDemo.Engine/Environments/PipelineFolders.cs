using EventLogDemo.Engine.Embedded;
using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Engine.Environments;

/// <summary>
/// The folders of pipelines in the module's own location on this machine, including those whose processes have died. A folder that a
/// user chose is known only while this process has it open.
/// </summary>
public static class PipelineFolders
{
    /// <summary>Every folder, oldest first, including those of this process's pipelines in any location.</summary>
    /// <exception cref="DataFolderAccessException">The location itself cannot be read.</exception>
    public static IReadOnlyList<PipelineFolder> FindAll() => Find(StateFolders.All(), PipelineRegistry.Current.All);

    /// <summary>Number of bytes in folders that killed processes left, which are not deleted automatically.</summary>
    /// <exception cref="DataFolderAccessException">The location itself cannot be read.</exception>
    public static long MeasureOrphans() =>
        FindAll().Where(folder => folder.State == PipelineFolderState.Orphaned).Sum(folder => folder.SizeBytes);

    /// <summary>
    /// Removes a pipeline that no process has open: its data, its state and, on Docker, its containers and volumes. Other files in its folder stay,
    /// and so do external clusters with their events.
    /// </summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="configure">Configures its environment.</param>
    /// <param name="progress">Receives what is being done.</param>
    /// <param name="cancellationToken">Cancels the removal; what has been deleted by then is gone.</param>
    /// <exception cref="DataFolderNotFoundException">The folder holds no pipeline.</exception>
    /// <exception cref="DataFolderInUseException">A process has it open.</exception>
    /// <exception cref="EngineException">Something could not be removed.</exception>
    public static async Task RemoveAsync(
        string folder,
        Func<EnvironmentEntry, IPipelineEnvironment> configure,
        IProgress<string>? progress,
        CancellationToken cancellationToken)
    {
        string path = Path.GetFullPath(folder);
        if (PipelineRegistry.Current.All.Any(pipeline => string.Equals(pipeline.Folder, path, StringComparison.Ordinal)))
        {
            throw new DataFolderInUseException(path, Environment.ProcessId);
        }

        EnvironmentEntry entry;
        PipelineManifest manifest;
        try
        {
            (entry, manifest) = EnvironmentCatalog.Peek(path);
        }
        catch (Exception failure) when (failure is DataCorruptException or DataFormatException or UnknownEnvironmentException)
        {
            // The manifest does not say what else belongs to the pipeline, so only the folder can be removed, and in it only what is certainly ours.
            await Task.Run(() => DataFolder.Remove(path), cancellationToken).ConfigureAwait(false);
            return;
        }

        if (entry.NeedsConsent)
        {
            // Everything else belongs to someone else, and no address is needed to leave it alone.
            await Task.Run(() => StateFolders.Delete(path), cancellationToken).ConfigureAwait(false);
            return;
        }

        await configure(entry).RemoveAsync(entry.PlaceOf(manifest.Name, path), progress, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>As <see cref="FindAll"/>, for given folders and running pipelines.</summary>
    internal static IReadOnlyList<PipelineFolder> Find(IReadOnlyList<string> folders, IReadOnlyList<Pipeline> running)
    {
        // On Embedded only one pipeline owns a folder; on Docker and on clusters several pipelines of a process may share one.
        ILookup<string, Pipeline> open = running.ToLookup(pipeline => pipeline.Folder, StringComparer.Ordinal);
        return
        [
            .. folders.Concat(open.Select(owners => owners.Key)).Distinct(StringComparer.Ordinal)
                .Select(folder => Read(folder, open[folder].FirstOrDefault())).OfType<PipelineFolder>()
                .OrderBy(folder => folder.LastWrittenAt),
        ];
    }

    // Null if the folder has been deleted meanwhile, or is being created.
    private static PipelineFolder? Read(string path, Pipeline? open)
    {
        try
        {
            (long size, DateTimeOffset written) = Measure(path);
            PipelineFolder found = new()
            {
                Name = open?.Name ?? Path.GetFileName(path), Path = path, State = PipelineFolderState.Running, SizeBytes = size, LastWrittenAt = written,
            };
            return open is not null ? found with
            {
                Environment = open.Manifest.Environment, CreatedAt = open.Manifest.CreatedAt, OwnerProcessId = Environment.ProcessId,
            }
            : Describe(found);
        }
        catch (DirectoryNotFoundException)
        {
            return null;
        }
    }

    private static PipelineFolder? Describe(PipelineFolder found)
    {
        try
        {
            (EnvironmentEntry entry, PipelineManifest manifest) = EnvironmentCatalog.Peek(found.Path);
            FolderOwner owner = DataFolder.FindOwner(found.Path);
            return found with
            {
                Name = manifest.Name,
                Environment = entry.Name,
                CreatedAt = manifest.CreatedAt,
                OwnerProcessId = owner.ProcessId,
                State = owner.IsThere ? PipelineFolderState.InUse
                    : entry.KeepsServicesRunning ? PipelineFolderState.Detached
                    : manifest.KeepsData ? PipelineFolderState.Stopped
                    : PipelineFolderState.Orphaned,
            };
        }
        catch (DataFolderNotFoundException) when (DataFolder.FindOwner(found.Path).IsThere || found.SizeBytes == 0)
        {
            return null;
        }
        catch (EngineException failure)
        {
            return found with { State = PipelineFolderState.Unreadable, Reason = failure.Message };
        }
    }

    private static (long Size, DateTimeOffset Written) Measure(string path)
    {
        long size = 0;
        DateTimeOffset written = new(Directory.GetLastWriteTimeUtc(path));
        foreach (FileInfo file in new DirectoryInfo(path).EnumerateFiles("*", Everything))
        {
            // Deleted since it was listed, by the running pipeline itself.
            if (file.Exists)
            {
                size += file.Length;
                written = file.LastWriteTimeUtc > written ? file.LastWriteTimeUtc : written;
            }
        }

        return (size, written);
    }

    private static EnumerationOptions Everything { get; } = new() { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = 0 };
}
