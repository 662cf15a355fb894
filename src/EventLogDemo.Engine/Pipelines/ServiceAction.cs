namespace EventLogDemo.Engine.Pipelines;

/// <summary>
/// What can be done to a service. Everything else about an action is data (<see cref="ServiceActionTraits"/>); a new action is a
/// value here, its traits, and an implementation in each host that supports it.
/// </summary>
public enum ServiceAction
{
    /// <summary>Brings it to a working state.</summary>
    Start,

    /// <summary>Stops it cleanly.</summary>
    Stop,

    /// <summary>Kills it; what it has not committed is lost.</summary>
    Kill,

    /// <summary>Freezes it: callers wait until their own deadline.</summary>
    Suspend,

    /// <summary>Unfreezes it.</summary>
    Resume,

    /// <summary>Stops and starts it, with no other action in between.</summary>
    Restart,
}
