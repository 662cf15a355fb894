using EventLogDemo.Engine.Errors;

namespace EventLogDemo.PowerShell.Errors;

/// <summary>An error that the engine did not foresee, so that even that one reaches the user with an id and its cause.</summary>
public sealed class UnexpectedErrorException : EngineException
{
    private UnexpectedErrorException(Exception cause)
        : base(SR.UnexpectedErrorMessage.With(cause.GetType().Name, cause.Message), cause)
    {
        Target = cause.GetType().Name;
    }

    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.UnexpectedResponse;

    /// <inheritdoc/>
    public override object Target { get; }

    /// <summary>The engine's own exception where there is exactly one inside, and otherwise the wrapped cause.</summary>
    internal static EngineException From(Exception cause)
    {
        Exception single = cause is AggregateException many && many.Flatten().InnerExceptions is [Exception only] ? only : cause;
        return single as EngineException ?? new UnexpectedErrorException(single);
    }
}
