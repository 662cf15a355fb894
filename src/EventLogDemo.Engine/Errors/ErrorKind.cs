namespace EventLogDemo.Engine.Errors;

/// <summary>What kind of error an <see cref="EngineException"/> is, for whoever shows it, counts it or decides whether to try again.</summary>
public enum ErrorKind
{
    /// <summary>A value or name that was given cannot be used.</summary>
    InvalidArgument,

    /// <summary>What was named does not exist.</summary>
    NotFound,

    /// <summary>What was to be made exists already.</summary>
    AlreadyExists,

    /// <summary>It cannot be done in the present state.</summary>
    InvalidOperation,

    /// <summary>Nothing here can do it.</summary>
    NotSupported,

    /// <summary>A deadline passed.</summary>
    Timeout,

    /// <summary>A limit on size or number is exceeded.</summary>
    LimitExceeded,

    /// <summary>Something cannot be read.</summary>
    ReadFailed,

    /// <summary>Something cannot be written.</summary>
    WriteFailed,

    /// <summary>Somebody else is using it.</summary>
    Busy,

    /// <summary>The user is not allowed to.</summary>
    PermissionDenied,

    /// <summary>Data is damaged, or of another version or origin than expected.</summary>
    InvalidData,

    /// <summary>A service or resource is not available.</summary>
    Unavailable,

    /// <summary>A program or operation ended without success.</summary>
    Aborted,

    /// <summary>A login was refused, or its secret is missing.</summary>
    AuthenticationFailed,

    /// <summary>A secure connection could not be made.</summary>
    SecurityFailed,

    /// <summary>A program or library is missing.</summary>
    NotInstalled,

    /// <summary>A service gave an answer that it should not give.</summary>
    UnexpectedResponse,
}
