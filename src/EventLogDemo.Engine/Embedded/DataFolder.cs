using System.Globalization;
using EventLogDemo.Engine.Embedded.Sqlite;
using EventLogDemo.Engine.Ledger;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Engine.Embedded;

/// <summary>
/// A pipeline's folder, owned by this process: a file lock that the operating system releases when the process ends, however
/// it ends, with the owner's process id in a file next to it.
/// </summary>
internal sealed class DataFolder
{
    private const string LockName = "owner.lock";
    private const string OwnerName = "owner.pid";

    private readonly FileStream _lock;
    private readonly bool _wasCreated;
    private readonly bool _isNew;

    private DataFolder(string path, FileStream owned, bool wasCreated, bool isNew)
    {
        Path = path;
        _lock = owned;
        _wasCreated = wasCreated;
        _isNew = isNew;
    }

    public string Path { get; }

    /// <summary>Creates a folder for a new pipeline, or uses an empty one.</summary>
    public static DataFolder Create(string path, long diskFloorBytes) => Guard(path, () =>
    {
        DiskSpace.ThrowIfBelow(path, diskFloorBytes);
        bool wasCreated = !Directory.Exists(path);
        Directory.CreateDirectory(path);
        // Locked before anything else: without the lock another process may own the folder by now, and nothing in it is ours to undo.
        DataFolder folder = new(path, LockNew(path, wasCreated), wasCreated, isNew: true);
        try
        {
            return HoldsAnything(path) ? throw new DataFolderNotEmptyException(path) : folder;
        }
        catch
        {
            folder.Release(deletesData: false, deletesFolder: wasCreated);
            throw;
        }
    });

    /// <summary>Opens the folder of an existing pipeline.</summary>
    public static DataFolder Open(string path, long diskFloorBytes) => Guard(path, () =>
    {
        ManifestFile.Read(path);
        DiskSpace.ThrowIfBelow(path, diskFloorBytes);
        return new DataFolder(path, Lock(path), wasCreated: false, isNew: false);
    });

    /// <summary>Deletes a pipeline's files in a folder that no process owns, and the folder unless it holds anything else.</summary>
    /// <exception cref="DataFolderInUseException">A process owns it.</exception>
    public static void Remove(string path) => Guard(path, () =>
    {
        new DataFolder(path, Lock(path), wasCreated: false, isNew: false).Release(deletesData: true);
        return true;
    });

    /// <summary>Whether a process currently owns a folder, and which.</summary>
    public static FolderOwner FindOwner(string path)
    {
        string file = System.IO.Path.Combine(path, LockName);
        try
        {
            // Shared, so that two concurrent checks do not take each other for the owner.
            using FileStream look = new(file, FileMode.Open, FileAccess.Read, FileShare.Read);
            return new FolderOwner(IsThere: false, ProcessId: null);
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            return new FolderOwner(IsThere: false, ProcessId: null);
        }
        catch (IOException)
        {
            return new FolderOwner(IsThere: true, ReadOwner(path));
        }
        catch (UnauthorizedAccessException failure)
        {
            throw new DataFolderAccessException(path, failure);
        }
    }

    public PipelineManifest ReadManifest() => ManifestFile.Read(Path);

    public void WriteManifest(PipelineManifest manifest) => ManifestFile.Write(Path, manifest);

    /// <summary>Whether any stream has ever recorded in a ledger what it sends.</summary>
    public bool HasLedgers => System.IO.Path.Combine(Path, LedgerFile.FolderName) is var folder
        && Directory.Exists(folder) && Directory.EnumerateFiles(folder).Any(LedgerFile.IsFile);

    /// <summary>Releases the folder.</summary>
    /// <param name="deletesData">Whether to delete the pipeline's files in it, and the folder if it holds nothing else.</param>
    public void Release(bool deletesData) => Release(deletesData, deletesFolder: deletesData);

    /// <summary>Releases the folder after a failed start: what the start created is deleted, what was there before stays.</summary>
    public void Abandon() => Release(deletesData: _isNew, deletesFolder: _isNew && _wasCreated);

    private void Release(bool deletesData, bool deletesFolder)
    {
        if (!Directory.Exists(Path))
        {
            // The folder has been deleted meanwhile.
            _lock.Dispose();
            return;
        }

        try
        {
            if (deletesData)
            {
                PipelineFiles.Delete(Path, EmbeddedStorage.IsFile);
            }

            File.Delete(System.IO.Path.Combine(Path, OwnerName));
        }
        finally
        {
            ReleaseLock(Path, _lock, deletesData || deletesFolder);
        }

        if (deletesFolder)
        {
            PipelineFiles.DeleteIfEmpty(Path);
        }
    }

    // Deleted before it is unlocked: a process that has opened it by its name then finds it gone and tries again. Windows cannot delete an
    // open file, nor one that another process has opened meanwhile. A folder that stays keeps the file.
    private static void ReleaseLock(string path, FileStream owned, bool deletesFile)
    {
        string file = System.IO.Path.Combine(path, LockName);
        if (deletesFile && !OperatingSystem.IsWindows())
        {
            File.Delete(file);
        }

        owned.Dispose();
        if (deletesFile && OperatingSystem.IsWindows())
        {
            DeleteUnlessTaken(file);
        }
    }

    // Another process has locked it meanwhile, and owns it now.
    private static void DeleteUnlessTaken(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (IOException)
        {
        }
    }

    private static bool HoldsAnything(string path) => Directory.EnumerateFileSystemEntries(path)
        .Select(System.IO.Path.GetFileName).Any(name => name is not (LockName or OwnerName or ManifestFile.DraftName));

    private static FileStream LockNew(string path, bool wasCreated)
    {
        try
        {
            return Lock(path);
        }
        catch (Exception failure) when (wasCreated && failure is not DataFolderInUseException)
        {
            PipelineFiles.DeleteIfEmpty(path);
            throw;
        }
    }

    private static FileStream Lock(string path)
    {
        string file = System.IO.Path.Combine(path, LockName);
        while (true)
        {
            FileStream owned;
            try
            {
                owned = new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException failure) when (failure is not DirectoryNotFoundException && File.Exists(file))
            {
                throw new DataFolderInUseException(path, ReadOwner(path));
            }

            try
            {
                if (File.Exists(file))
                {
                    File.WriteAllText(
                        System.IO.Path.Combine(path, OwnerName), Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
                    return owned;
                }
            }
            catch
            {
                try
                {
                    File.Delete(System.IO.Path.Combine(path, OwnerName));
                }
                finally
                {
                    ReleaseLock(path, owned, deletesFile: true);
                }

                throw;
            }

            // Deleted by its last owner between our opening and our locking it.
            owned.Dispose();
        }
    }

    private static int? ReadOwner(string path)
    {
        try
        {
            string text = File.ReadAllText(System.IO.Path.Combine(path, OwnerName));
            return int.TryParse(text, CultureInfo.InvariantCulture, out int id) ? id : null;
        }
        catch (IOException)
        {
            // The owner has not written it yet, or is just releasing the folder.
            return null;
        }
    }

    private static T Guard<T>(string path, Func<T> act)
    {
        try
        {
            return act();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw DiskSpace.Describe(path, failure);
        }
    }
}

/// <summary>The owner of a folder.</summary>
/// <param name="IsThere">Whether a process owns it.</param>
/// <param name="ProcessId">Id of the process, or null when unknown.</param>
internal readonly record struct FolderOwner(bool IsThere, int? ProcessId);
