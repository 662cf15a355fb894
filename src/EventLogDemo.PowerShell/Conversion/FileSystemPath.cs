using System.Management.Automation;
using EventLogDemo.PowerShell.Errors;

namespace EventLogDemo.PowerShell.Conversion;

/// <summary>Turns a path as PowerShell knows it (relative to its location, with its drives) into one of the file system.</summary>
internal static class FileSystemPath
{
    private const string FileSystemProvider = "FileSystem";

    /// <summary>The full path; it need not exist. Wildcards stand for themselves.</summary>
    /// <exception cref="NotFileSystemPathException">It belongs to another provider, or has a character that no path has.</exception>
    public static string Resolve(SessionState session, string path)
    {
        if (path.Contains('\0', StringComparison.Ordinal))
        {
            throw new NotFileSystemPathException(path);
        }

        try
        {
            string resolved = session.Path.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
            return provider.Name == FileSystemProvider ? resolved : throw new NotFileSystemPathException(path);
        }
        catch (SessionStateException)
        {
            // No such drive or provider.
            throw new NotFileSystemPathException(path);
        }
    }
}
