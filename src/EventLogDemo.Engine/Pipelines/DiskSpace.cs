using EventLogDemo.Engine.Errors;

namespace EventLogDemo.Engine.Pipelines;

/// <summary>Free disk space: checked before a start, and recognised when a write finds none.</summary>
public static class DiskSpace
{
    // Unix errno; Win32 ERROR_HANDLE_DISK_FULL and ERROR_DISK_FULL as HRESULTs.
    private const int NoSpaceLeftOnDevice = 28;
    private const int HandleDiskFull = unchecked((int)0x80070027);
    private const int DiskFull = unchecked((int)0x80070070);

    /// <summary>Throws when the disk of a folder, which need not exist yet, has less free space than a start needs.</summary>
    /// <exception cref="DiskSpaceException">Less than <paramref name="floorBytes"/> are free.</exception>
    public static void ThrowIfBelow(string folder, long floorBytes)
    {
        string? found = folder;
        while (found is not null && !Directory.Exists(found))
        {
            found = Path.GetDirectoryName(found);
        }

        long free = new DriveInfo(found ?? folder).AvailableFreeSpace;
        if (free < floorBytes)
        {
            throw new DiskSpaceException(folder, free, floorBytes);
        }
    }

    /// <summary>Whether an error means that the disk is full.</summary>
    public static bool IsExhausted(Exception failure) => failure is IOException && (OperatingSystem.IsWindows()
        ? failure.HResult is HandleDiskFull or DiskFull
        : failure.HResult == NoSpaceLeftOnDevice);

    /// <summary>The engine's error for a file or folder that could not be created or written.</summary>
    internal static EngineException Describe(string path, Exception failure) =>
        IsExhausted(failure) ? new DiskFullException(path, failure) : new DataFolderAccessException(path, failure);
}
