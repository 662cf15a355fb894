using EventLogDemo.Engine.Errors;

namespace EventLogDemo.Engine.Pipelines;

/// <summary>Another process owns the folder.</summary>
public sealed class DataFolderInUseException(string folder, int? ownerProcessId)
    : EngineException(ownerProcessId is not { } id ? $"The folder '{folder}' is in use by another process."
        : id == Environment.ProcessId ? $"The folder '{folder}' is in use by a pipeline of this process ({id})."
        : $"The folder '{folder}' is in use by process {id}.")
{
    /// <summary>Process id of the owner, or null if it could not be read.</summary>
    public int? OwnerProcessId { get; } = ownerProcessId;

    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.Busy;

    /// <inheritdoc/>
    public override object Target { get; } = folder;
}

/// <summary>A folder for a new pipeline is not empty.</summary>
public sealed class DataFolderNotEmptyException(string folder)
    : EngineException($"The folder '{folder}' is not empty.")
{
    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.AlreadyExists;

    /// <inheritdoc/>
    public override object Target { get; } = folder;
}

/// <summary>A folder that should hold a pipeline does not.</summary>
public sealed class DataFolderNotFoundException(string folder)
    : EngineException($"The folder '{folder}' does not contain a pipeline.")
{
    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.NotFound;

    /// <inheritdoc/>
    public override object Target { get; } = folder;
}

/// <summary>The format of a folder or file is newer than this build.</summary>
public sealed class DataFormatException(string path, int found, int known)
    : EngineException($"'{path}' has data format {found}; this version of EventLogDemo supports formats up to {known}.")
{
    /// <summary>Format of the data.</summary>
    public int Found { get; } = found;

    /// <summary>Newest supported format.</summary>
    public int Known { get; } = known;

    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.InvalidData;

    /// <inheritdoc/>
    public override object Target { get; } = path;
}

/// <summary>A file is damaged.</summary>
public sealed class DataCorruptException(string file, string reason, Exception? inner = null)
    : EngineException($"The file '{file}' is damaged: {reason.TrimEnd('.')}.", inner)
{
    /// <summary>What is wrong with it.</summary>
    public string Reason { get; } = reason;

    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.InvalidData;

    /// <inheritdoc/>
    public override object Target { get; } = file;
}

/// <summary>A folder, or a file in it, cannot be used.</summary>
public sealed class DataFolderAccessException(string path, Exception inner)
    : EngineException($"Cannot use '{path}': {inner.Message}", inner)
{
    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.PermissionDenied;

    /// <inheritdoc/>
    public override object Target { get; } = path;
}

/// <summary>Too little free disk space to start.</summary>
public sealed class DiskSpaceException(string folder, long freeBytes, long floorBytes)
    : EngineException(
        $"The disk of '{folder}' has {freeBytes / 1048576:N0} MiB free; at least {floorBytes / 1048576:N0} MiB are required to start.")
{
    /// <summary>Free space in bytes.</summary>
    public long FreeBytes { get; } = freeBytes;

    /// <summary>Required space, in bytes.</summary>
    public long FloorBytes { get; } = floorBytes;

    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.Unavailable;

    /// <inheritdoc/>
    public override object Target { get; } = folder;
}

/// <summary>The disk is full.</summary>
public sealed class DiskFullException(string file, Exception? inner = null)
    : EngineException($"The disk is full: '{file}' could not be written. What was acknowledged before is kept.", inner)
{
    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.WriteFailed;

    /// <inheritdoc/>
    public override object Target { get; } = file;
}
