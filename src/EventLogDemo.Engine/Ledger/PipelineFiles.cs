using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Engine.Ledger;

/// <summary>What every pipeline keeps in its folder: the manifest, the engine's log and the ledgers.</summary>
internal static class PipelineFiles
{
    /// <summary>Deletes what a pipeline keeps in a folder, and nothing else that lies there.</summary>
    /// <param name="folder">The folder, which stays.</param>
    /// <param name="isOfEnvironment">Whether a file of that name is one that the pipeline's environment keeps there.</param>
    public static void Delete(string folder, Func<string, bool> isOfEnvironment)
    {
        // First: a folder that is left half deleted, should this be interrupted, is not taken for a damaged pipeline.
        ManifestFile.Delete(folder);
        DeleteFiles(folder, file => Path.GetFileName(file) is var name && (EngineLog.IsFile(name) || isOfEnvironment(name)));
        string ledgers = Path.Combine(folder, LedgerFile.FolderName);
        if (Directory.Exists(ledgers))
        {
            DeleteFiles(ledgers, LedgerFile.IsFile);
            DeleteIfEmpty(ledgers);
        }
    }

    /// <summary>Deletes a folder in which nothing is left. Where somebody has begun to use it meanwhile, it is theirs and stays.</summary>
    public static void DeleteIfEmpty(string folder)
    {
        if (Directory.EnumerateFileSystemEntries(folder).Any())
        {
            return;
        }

        try
        {
            Directory.Delete(folder);
        }
        catch (IOException)
        {
        }
    }

    private static void DeleteFiles(string folder, Func<string, bool> isOurs)
    {
        foreach (string file in Directory.EnumerateFiles(folder).Where(isOurs).ToList())
        {
            File.Delete(file);
        }
    }
}
