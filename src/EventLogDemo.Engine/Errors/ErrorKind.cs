namespace EventLogDemo.Engine.Errors;

/// <summary>What kind of error an <see cref="EngineException"/> is, for code that displays, counts or retries it.</summary>
public enum ErrorKind
{
    /// <summary>A value or name that was given cannot be used.</summary>
    InvalidArgument,

    /// <summary>The named object does not exist.</summary>
    NotFound,

    /// <summary>The object to create exists already.</summary>
    AlreadyExists,

    /// <summary>It cannot be done in the current state.</summary>
    InvalidOperation,

    /// <summary>It is not supported here.</summary>
    NotSupported,

    /// <summary>A deadline passed.</summary>
    Timeout,

    /// <summary>A limit on size or number is exceeded.</summary>
    LimitExceeded,

    /// <summary>A read failed.</summary>
    ReadFailed,

    /// <summary>A write failed.</summary>
    WriteFailed,

    /// <summary>It is in use.</summary>
    Busy,

    /// <summary>The user does not have permission.</summary>
    PermissionDenied,

    /// <summary>Data is damaged, or of an unexpected version or origin.</summary>
    InvalidData,

    /// <summary>A service or resource is not available.</summary>
    Unavailable,

    /// <summary>A program or operation failed.</summary>
    Aborted,

    /// <summary>A login was refused, or its credential is missing.</summary>
    AuthenticationFailed,

    /// <summary>A secure connection failed.</summary>
    SecurityFailed,

    /// <summary>A program or library is missing.</summary>
    NotInstalled,

    /// <summary>A service gave an unexpected response.</summary>
    UnexpectedResponse,
}
