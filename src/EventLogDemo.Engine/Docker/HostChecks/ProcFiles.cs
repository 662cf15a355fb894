using System.Globalization;

namespace EventLogDemo.Engine.Docker.HostChecks;

/// <summary>Parses what Linux reports about memory and ports under <c>/proc</c> (proc(5)).</summary>
internal static class ProcFiles
{
    private const string Listening = "0A";

    private static readonly string[] Tables = ["/proc/net/tcp", "/proc/net/tcp6"];

    /// <summary>Available memory in bytes, from the lines of <c>meminfo</c>; null when they do not contain it.</summary>
    public static long? ReadAvailableMemory(IEnumerable<string> meminfo)
    {
        string? line = meminfo.FirstOrDefault(line => line.StartsWith("MemAvailable:", StringComparison.Ordinal));
        return long.TryParse(line?.Split(' ', StringSplitOptions.RemoveEmptyEntries).ElementAtOrDefault(1), CultureInfo.InvariantCulture, out long kibibytes)
            ? kibibytes << 10
            : null;
    }

    /// <summary>Inode of the socket that listens on a port, from the lines of <c>net/tcp</c> or <c>net/tcp6</c>; null when none does.</summary>
    public static string? FindInode(IEnumerable<string> table, int port)
    {
        string ending = string.Create(CultureInfo.InvariantCulture, $":{port:X4}");
        return table.Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .FirstOrDefault(columns => columns.Length > 9 && columns[3] == Listening && columns[1].EndsWith(ending, StringComparison.Ordinal))
            ?[9];
    }

    /// <summary>The process that listens on a port, for display; null when this user may not see it.</summary>
    public static string? FindListener(int port)
    {
        string? inode = Tables
            .Where(File.Exists).Select(table => FindInode(File.ReadLines(table), port)).FirstOrDefault(found => found is not null);
        if (inode is null)
        {
            return null;
        }

        string wanted = $"socket:[{inode}]";
        string? folder = Directory.EnumerateDirectories("/proc")
            .Where(folder => Path.GetFileName(folder).All(char.IsAsciiDigit))
            .FirstOrDefault(folder => Holds(folder, wanted));
        return folder is null ? null : Describe(folder);
    }

    private static bool Holds(string folder, string socket)
    {
        try
        {
            return Directory.EnumerateFileSystemEntries(Path.Combine(folder, "fd")).Any(file => TryReadLink(file) == socket);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Another user's process, or one that has just exited.
            return false;
        }
    }

    // A busy process opens and closes files all the time: one that is gone says nothing about the others.
    private static string? TryReadLink(string file)
    {
        try
        {
            return File.ResolveLinkTarget(file, returnFinalTarget: false)?.Name;
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static string? Describe(string folder)
    {
        try
        {
            return $"process {File.ReadAllText(Path.Combine(folder, "comm")).Trim()} ({Path.GetFileName(folder)})";
        }
        catch (IOException)
        {
            return null;
        }
    }
}
