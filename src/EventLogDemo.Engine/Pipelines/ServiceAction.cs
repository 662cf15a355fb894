namespace EventLogDemo.Engine.Pipelines;

/// <summary>
/// What can be done to a service. What else is known about an action is data (<see cref="ServiceActionTraits"/>); a new action is a
/// value here, its traits, and an implementation in each host that supports it.
/// </summary>
public enum ServiceAction
{
    /// <summary>Brings it to a working state.</summary>
    Start,

    /// <summary>Ends it cleanly.</summary>
    Stop,

    /// <summary>Ends it at once; what it has not committed is lost.</summary>
    Kill,

    /// <summary>Freezes it: callers wait until their own deadline.</summary>
    Suspend,

    /// <summary>Lets a frozen one go on.</summary>
    Resume,

    /// <summary>Stops and starts it, with no other action in between.</summary>
    Restart,
}
