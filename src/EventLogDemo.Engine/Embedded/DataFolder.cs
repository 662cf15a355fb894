using System.Globalization;
using System.Text.Json;
using EventLogDemo.Engine.Embedded.Sqlite;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Engine.Embedded;

/// <summary>
/// A pipeline's folder, owned by this process: a file lock that the operating system takes back when the process ends, however
/// it ends, with the owner's process id in a file beside it.
/// </summary>
internal sealed class DataFolder
{
    private const string ManifestName = "pipeline.json";
    private const string LockName = "owner.lock";
    private const string OwnerName = "owner.pid";

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    private readonly FileStream _lock;
    private readonly bool _wasMade;
    private readonly bool _isNew;

    private DataFolder(string path, FileStream owned, bool wasMade, bool isNew)
    {
        Path = path;
        _lock = owned;
        _wasMade = wasMade;
        _isNew = isNew;
    }

    public string Path { get; }

    private string ManifestPath => System.IO.Path.Combine(Path, ManifestName);

    /// <summary>Makes a folder for a new pipeline, or takes an empty one.</summary>
    public static DataFolder Create(string path, long diskFloorBytes) => Guard(path, () =>
    {
        bool wasMade = !Directory.Exists(path);
        Directory.CreateDirectory(path);
        try
        {
            DiskSpace.ThrowIfBelow(path, diskFloorBytes);
            FileStream owned = Lock(path);
            if (HasData(path))
            {
                owned.Dispose();
                throw new DataFolderNotEmptyException(path);
            }

            return new DataFolder(path, owned, wasMade, isNew: true);
        }
        catch when (wasMade)
        {
            Directory.Delete(path, recursive: true);
            throw;
        }
    });

    /// <summary>Takes the folder of an existing pipeline.</summary>
    public static DataFolder Open(string path, long diskFloorBytes) => Guard(path, () =>
    {
        PeekManifest(path);
        DiskSpace.ThrowIfBelow(path, diskFloorBytes);
        return new DataFolder(path, Lock(path), wasMade: false, isNew: false);
    });

    /// <summary>Reads a folder's manifest without owning the folder.</summary>
    public static PipelineManifest PeekManifest(string path)
    {
        string file = System.IO.Path.Combine(path, ManifestName);
        if (!File.Exists(file))
        {
            throw new DataFolderNotFoundException(path);
        }

        try
        {
            byte[] text = File.ReadAllBytes(file);
            using JsonDocument document = JsonDocument.Parse(text);
            // Read before the rest: what a newer format calls its other fields is not known here.
            int version = document.RootElement.GetProperty("formatVersion").GetInt32();
            if (version > PipelineManifest.CurrentFormatVersion)
            {
                throw new DataFormatException(path, version, PipelineManifest.CurrentFormatVersion);
            }

            return JsonSerializer.Deserialize<PipelineManifest>(text, Json)
                ?? throw new DataCorruptException(file, "it holds no manifest");
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new DataCorruptException(file, failure.Message, failure);
        }
        catch (UnauthorizedAccessException failure)
        {
            throw new DataFolderAccessException(path, failure);
        }
    }

    public PipelineManifest ReadManifest() => PeekManifest(Path);

    /// <summary>Writes the manifest: it is there whole or not at all.</summary>
    public void WriteManifest(PipelineManifest manifest) => Guard(Path, () =>
    {
        string draft = ManifestPath + ".new";
        using (FileStream file = new(draft, FileMode.Create))
        {
            JsonSerializer.Serialize(file, manifest, Json);
            file.Flush(flushToDisk: true);
        }

        File.Move(draft, ManifestPath, overwrite: true);
        return true;
    });

    /// <summary>Gives the folder up.</summary>
    /// <param name="undo">Whether what a failed start has made goes too.</param>
    public void Dispose(bool undo)
    {
        File.Delete(System.IO.Path.Combine(Path, OwnerName));
        _lock.Dispose();
        File.Delete(System.IO.Path.Combine(Path, LockName));
        if (undo && _wasMade)
        {
            Directory.Delete(Path, recursive: true);
        }
        else if (undo && _isNew)
        {
            foreach (string file in Directory.EnumerateFiles(Path).Where(IsOurs).ToList())
            {
                File.Delete(file);
            }
        }
    }

    private static bool HasData(string path) => Directory.EnumerateFiles(path).Any(IsOurs);

    private static bool IsOurs(string file)
    {
        string name = System.IO.Path.GetFileName(file);
        return name == ManifestName
            || name.StartsWith(EmbeddedStorage.LogName, StringComparison.Ordinal)
            || name.StartsWith(EmbeddedStorage.StoreName, StringComparison.Ordinal);
    }

    private static FileStream Lock(string path)
    {
        FileStream owned;
        try
        {
            owned = new FileStream(System.IO.Path.Combine(path, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException failure) when (failure is not DirectoryNotFoundException && File.Exists(System.IO.Path.Combine(path, LockName)))
        {
            throw new DataFolderInUseException(path, ReadOwner(path));
        }

        File.WriteAllText(
            System.IO.Path.Combine(path, OwnerName), Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        return owned;
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
            // The owner has not written it yet, or is just leaving.
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
            throw new DataFolderAccessException(path, failure);
        }
    }
}
