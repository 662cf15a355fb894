using EventLogDemo.Engine.Cassandra;
using EventLogDemo.Engine.Ledger;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Engine.Environments;

/// <summary>Folders of pipelines for which the user gave none.</summary>
internal static class StateFolders
{
    /// <summary>Environment variable that names the folder to use instead of the user's local application data.</summary>
    public const string HomeVariable = "EVENTLOGDEMO_HOME";

    /// <summary>A folder that does not exist yet.</summary>
    public static string New(string pipeline, Guid id) => Path.Combine(Home, "pipelines", $"{pipeline}-{id:N}");

    /// <summary>The folder of the pipeline with a name in an environment.</summary>
    public static string Of(string environment, string pipeline) =>
        Path.Combine(Home, "pipelines", $"{environment.ToLowerInvariant()}.{pipeline.ToLowerInvariant()}");

    /// <summary>Every folder in the location for them, whatever it holds.</summary>
    /// <exception cref="DataFolderAccessException">The location cannot be read.</exception>
    public static IReadOnlyList<string> All()
    {
        string place = Path.Combine(Home, "pipelines");
        try
        {
            return Directory.Exists(place) ? Directory.GetDirectories(place) : [];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw DiskSpace.Describe(place, failure);
        }
    }

    /// <summary>Names, in lower case, of the pipelines of an environment that have such a folder with a manifest.</summary>
    public static IReadOnlyList<string> NamesIn(string environment)
    {
        string prefix = Path.GetFileName(Of(environment, ""));
        string all = Path.Combine(Home, "pipelines");
        return !Directory.Exists(all) ? [] :
        [
            .. Directory.EnumerateDirectories(all, $"{prefix}*").Where(ManifestFile.IsIn).Select(folder => Path.GetFileName(folder)[prefix.Length..]),
        ];
    }

    /// <summary>Creates a folder if it does not exist.</summary>
    /// <exception cref="DataFolderAccessException">It cannot be created.</exception>
    public static void Create(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw DiskSpace.Describe(folder, failure);
        }
    }

    /// <summary>Deletes the pipeline's files in a state folder, and the folder unless it holds anything else.</summary>
    public static void Delete(string folder)
    {
        PipelineFiles.Delete(folder, name => name == CassandraStores.ClosedBucketsFile);
        PipelineFiles.DeleteIfEmpty(folder);
    }

    private static string Home =>
        Environment.GetEnvironmentVariable(HomeVariable) is { Length: > 0 } home
            ? Path.GetFullPath(home)
            : Path.Combine(
                Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify)
                    is { Length: > 0 } local ? local : Path.GetTempPath(),
                "EventLogDemo");
}
