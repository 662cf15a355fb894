using System.Management.Automation;
using EventLogDemo.PowerShell.Errors;

namespace EventLogDemo.PowerShell.Conversion;

/// <summary>Turns a path as PowerShell knows it (relative to its location, with its drives) into one of the file system.</summary>
internal static class FileSystemPath
{
    private const string FileSystemProvider = "FileSystem";

    /// <summary>The full path; it need not exist. Wildcards stand for themselves.</summary>
    /// <exception cref="NotFileSystemPathException">There is no such drive, it belongs to another provider, or it is malformed.</exception>
    public static string Resolve(SessionState session, string path)
    {
        if (path.Contains('\0', StringComparison.Ordinal))
        {
            throw new NotFileSystemPathException(path, SR.PathHasNull);
        }

        try
        {
            string resolved = session.Path.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
            return provider.Name == FileSystemProvider
                ? resolved
                : throw new NotFileSystemPathException(path, SR.PathOfProvider.With(provider.Name));
        }
        catch (System.Management.Automation.DriveNotFoundException failure)
        {
            throw new NotFileSystemPathException(path, SR.PathWithoutDrive.With(failure.ItemName));
        }
        catch (SessionStateException failure)
        {
            throw new NotFileSystemPathException(path, failure.Message.TrimEnd('.'));
        }
    }
}
