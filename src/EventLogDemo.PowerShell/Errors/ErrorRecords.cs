using System.Management.Automation;
using EventLogDemo.Engine.Errors;

namespace EventLogDemo.PowerShell.Errors;

/// <summary>Makes every error record of the module: a stable id, a category, a target and, where a person can act, what to do.</summary>
internal static class ErrorRecords
{
    /// <summary>PowerShell's category of a kind of error.</summary>
    public static ErrorCategory CategoryOf(ErrorKind kind) => kind switch
    {
        ErrorKind.InvalidArgument => ErrorCategory.InvalidArgument,
        ErrorKind.NotFound => ErrorCategory.ObjectNotFound,
        ErrorKind.AlreadyExists => ErrorCategory.ResourceExists,
        ErrorKind.InvalidOperation => ErrorCategory.InvalidOperation,
        ErrorKind.NotSupported => ErrorCategory.NotImplemented,
        ErrorKind.Timeout => ErrorCategory.OperationTimeout,
        ErrorKind.LimitExceeded => ErrorCategory.LimitsExceeded,
        ErrorKind.ReadFailed => ErrorCategory.ReadError,
        ErrorKind.WriteFailed => ErrorCategory.WriteError,
        ErrorKind.Busy => ErrorCategory.ResourceBusy,
        ErrorKind.PermissionDenied => ErrorCategory.PermissionDenied,
        ErrorKind.InvalidData => ErrorCategory.InvalidData,
        ErrorKind.Unavailable => ErrorCategory.ResourceUnavailable,
        ErrorKind.Aborted => ErrorCategory.OperationStopped,
        ErrorKind.AuthenticationFailed => ErrorCategory.AuthenticationError,
        ErrorKind.SecurityFailed => ErrorCategory.SecurityError,
        ErrorKind.NotInstalled => ErrorCategory.NotInstalled,
        ErrorKind.UnexpectedResponse => ErrorCategory.InvalidResult,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>What a person can do about the error of an id, or null.</summary>
    public static string? ActionFor(string id) => SR.ResourceManager.GetString(id, SR.Culture);

    /// <summary>The record of an error. What it shows is safe for a screen; the exception and the target are as they are.</summary>
    public static ErrorRecord From(EngineException failure)
    {
        ErrorRecord record = new(failure, failure.Id, CategoryOf(failure.Kind), failure.Target);
        record.ErrorDetails = new ErrorDetails(failure.PrintableMessage) { RecommendedAction = ActionFor(failure.Id) ?? "" };
        record.CategoryInfo.TargetName = PrintableText.Escape(record.CategoryInfo.TargetName);
        return record;
    }
}
