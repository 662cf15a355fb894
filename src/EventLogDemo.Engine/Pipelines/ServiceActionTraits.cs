namespace EventLogDemo.Engine.Pipelines;

/// <summary>The properties of an action that do not depend on the host.</summary>
public sealed record ServiceActionTraits
{
    private static readonly Dictionary<ServiceAction, ServiceActionTraits> All = new()
    {
        [ServiceAction.Start] = new() { Verb = "start", Participle = "started", Target = ServiceState.Ready },
        [ServiceAction.Stop] = new()
        {
            Verb = "stop", Participle = "stopped", Target = ServiceState.Stopped, Inverse = ServiceAction.Start,
        },
        [ServiceAction.Kill] = new()
        {
            Verb = "kill", Participle = "killed", Target = ServiceState.Killed, Inverse = ServiceAction.Start,
        },
        [ServiceAction.Suspend] = new()
        {
            Verb = "suspend",
            Participle = "suspended",
            Target = ServiceState.Suspended,
            Inverse = ServiceAction.Resume,
            NeedsRunningService = true,
        },
        [ServiceAction.Resume] = new()
        {
            Verb = "resume", Participle = "resumed", Target = ServiceState.Ready, NeedsRunningService = true,
        },
        [ServiceAction.Restart] = new()
        {
            Verb = "restart",
            Participle = "restarted",
            Target = ServiceState.Ready,
            Steps = [ServiceAction.Stop, ServiceAction.Start],
        },
    };

    /// <summary>The action as a verb in a sentence ("Cannot stop kafka"), and the first argument of a control hook.</summary>
    public required string Verb { get; init; }

    /// <summary>The past participle of the verb.</summary>
    public required string Participle { get; init; }

    /// <summary>The state it leads to.</summary>
    public required ServiceState Target { get; init; }

    /// <summary>The action that undoes it.</summary>
    /// <value>Defaults to null: it leaves nothing to undo.</value>
    public ServiceAction? Inverse { get; init; }

    /// <summary>Whether it requires a service that is not down.</summary>
    /// <value>Defaults to false.</value>
    public bool NeedsRunningService { get; init; }

    /// <summary>The actions it consists of, done in one turn.</summary>
    /// <value>Defaults to none: it is a single action.</value>
    public IReadOnlyList<ServiceAction> Steps { get; init; } = [];

    /// <summary>The traits of an action.</summary>
    public static ServiceActionTraits Of(ServiceAction action) => All[action];

    /// <summary>Whether a service is in the state to which the action leads.</summary>
    /// <param name="state">Its state.</param>
    /// <param name="isDown">Whether it is neither running nor starting.</param>
    public bool IsReached(ServiceState state, bool isDown) => Target switch
    {
        // However it went down: there is nothing left to stop or to kill.
        ServiceState.Stopped or ServiceState.Killed => isDown,
        _ => state == Target,
    };
}
