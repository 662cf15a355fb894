using System.Text;
using System.Text.Json;
using EventLogDemo.PowerShell.Errors;

namespace EventLogDemo.PowerShell.Configuration;

/// <summary>Reads a configuration file: JSON, or a PowerShell data file.</summary>
internal static class ConfigurationFile
{
    private const long LargestBytes = 1 << 20;

    /// <exception cref="ConfigurationFileException">It cannot be read, or is neither.</exception>
    public static ConfigurationSection Read(string path)
    {
        try
        {
            FileInfo file = new(path);
            if (file.Length > LargestBytes)
            {
                throw new ConfigurationFileException(path, SR.ConfigurationTooLarge.With(file.Length));
            }

            byte[] bytes = File.ReadAllBytes(path);
            ConfigurationValue root = string.Equals(file.Extension, ".json", StringComparison.OrdinalIgnoreCase)
                ? JsonConfiguration.Read(WithoutMark(bytes))
                : DataFileConfiguration.Read(Encoding.UTF8.GetString(WithoutMark(bytes)));
            return root.Content is ConfigurationTable table
                ? new ConfigurationSection(path, "", table, file.DirectoryName!, root.Line)
                : throw new ConfigurationFileException(path, SR.ConfigurationNoTable);
        }
        catch (JsonException failure)
        {
            // The reader's message quotes what stands there, which may be a password.
            throw new ConfigurationFileException(path, SR.ConfigurationLine.With(failure.LineNumber + 1, SR.ConfigurationNoJson.With(failure.BytePositionInLine + 1)));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new ConfigurationFileException(path, failure.Message, failure);
        }
    }

    private static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes;
}
