using System.Text.Json;

namespace EventLogDemo.Engine.Pipelines;

/// <summary>The manifest file in a pipeline's folder.</summary>
internal static class ManifestFile
{
    private const string FileName = "pipeline.json";

    /// <summary>Name of a manifest that is being written.</summary>
    public const string DraftName = FileName + ".new";

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>Whether a folder has a manifest.</summary>
    public static bool IsIn(string folder) => File.Exists(Path.Combine(folder, FileName));

    /// <summary>Reads the manifest of a folder.</summary>
    /// <exception cref="DataFolderNotFoundException">The folder has none.</exception>
    /// <exception cref="DataFormatException">A newer version wrote it.</exception>
    /// <exception cref="DataCorruptException">It is damaged.</exception>
    /// <exception cref="DataFolderAccessException">It cannot be read.</exception>
    public static PipelineManifest Read(string folder)
    {
        string file = Path.Combine(folder, FileName);
        if (!File.Exists(file))
        {
            throw new DataFolderNotFoundException(folder);
        }

        try
        {
            byte[] text = File.ReadAllBytes(file);
            using JsonDocument document = JsonDocument.Parse(text);
            // Read before the rest: a newer format may name its other fields differently.
            long version = document.RootElement.GetProperty("formatVersion").GetInt64();
            if (version > PipelineManifest.CurrentFormatVersion)
            {
                throw new DataFormatException(folder, int.CreateSaturating(version), PipelineManifest.CurrentFormatVersion);
            }

            PipelineManifest manifest = JsonSerializer.Deserialize<PipelineManifest>(text, Json)
                ?? throw new DataCorruptException(file, "it does not contain a manifest");
            return manifest.FindFault() is { } fault ? throw new DataCorruptException(file, fault) : manifest;
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new DataCorruptException(file, failure.Message, failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new DataFolderAccessException(folder, failure);
        }
    }

    /// <summary>Writes the manifest atomically.</summary>
    /// <exception cref="DataFolderAccessException">The folder cannot be written.</exception>
    public static void Write(string folder, PipelineManifest manifest)
    {
        try
        {
            string draft = Path.Combine(folder, DraftName);
            using (FileStream file = new(draft, FileMode.Create))
            {
                JsonSerializer.Serialize(file, manifest, Json);
                file.Flush(flushToDisk: true);
            }

            File.Move(draft, Path.Combine(folder, FileName), overwrite: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw DiskSpace.Describe(folder, failure);
        }
    }

    /// <summary>Deletes the manifest, if it exists.</summary>
    public static void Delete(string folder)
    {
        File.Delete(Path.Combine(folder, FileName));
        File.Delete(Path.Combine(folder, DraftName));
    }
}
