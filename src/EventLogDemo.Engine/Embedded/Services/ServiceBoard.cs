using EventLogDemo.Engine.Pipelines;
using Microsoft.Extensions.Logging;

namespace EventLogDemo.Engine.Embedded.Services;

/// <summary>
/// Starts, stops, kills and freezes the embedded parts: synchronous, and without turns. <see cref="EmbeddedServiceHost"/> calls it for
/// users, one action on a service at a time; a simulation calls it from its one loop.
/// </summary>
internal sealed partial class ServiceBoard(IReadOnlyList<IEmbeddedService> services, ILogger logger)
{
    /// <summary>What every embedded part supports.</summary>
    public static readonly IReadOnlySet<ServiceAction> Actions = new HashSet<ServiceAction>
    {
        ServiceAction.Start, ServiceAction.Stop, ServiceAction.Kill, ServiceAction.Suspend, ServiceAction.Resume, ServiceAction.Restart,
    };

    /// <summary>The parts, in the order data meets them.</summary>
    public IReadOnlyList<IEmbeddedService> Services { get; } = services;

    public bool IsReady => Services.All(service => service.Part.IsReady);

    /// <summary>Starts what is down and resumes what is frozen.</summary>
    public void StartAll()
    {
        foreach (IEmbeddedService service in Services)
        {
            Act(service, ServiceAction.Start);
        }
    }

    /// <summary>Does something to a part, unless it is done already.</summary>
    /// <exception cref="ServiceStateException">That is not possible in the state it is in.</exception>
    public static void Act(IEmbeddedService service, ServiceAction action)
    {
        ServicePart part = service.Part;
        ServiceActionTraits traits = ServiceActionTraits.Of(action);
        ServiceStateException.ThrowIf(traits.NeedsRunningService && part.IsDown, part.Name, part.State, action);
        if (traits.Steps.Count > 0)
        {
            foreach (ServiceAction step in traits.Steps)
            {
                Act(service, step);
            }
        }
        else if (!traits.IsReached(part.State, part.IsDown))
        {
            Do(service, action);
        }
    }

    /// <summary>Takes a part down whose work has thrown.</summary>
    public void Fail(IEmbeddedService service, string reason)
    {
        if (service.Part.IsDown)
        {
            return;
        }

        service.Part.Enter(ServiceState.Failed, reason);
        try
        {
            service.Close(clean: false);
        }
#pragma warning disable CA1031 // what is wrong with the service is known; the log has this too
        catch (Exception failure)
#pragma warning restore CA1031
        {
            CloseFailed(service.Part.Name, failure);
        }
    }

    private static void Do(IEmbeddedService service, ServiceAction action)
    {
        ServiceState target = ServiceActionTraits.Of(action).Target;
        switch (action)
        {
            case ServiceAction.Start or ServiceAction.Resume:
                if (service.Part.IsDown)
                {
                    service.Open();
                }

                service.Part.Enter(target);
                break;
            case ServiceAction.Suspend:
                service.Part.Enter(target);
                break;
            case ServiceAction.Stop or ServiceAction.Kill:
                service.Part.Enter(target);
                service.Close(clean: action == ServiceAction.Stop);
                break;
            default:
                throw new ServiceNotControllableException(service.Part.Name, ServiceActionTraits.Of(action).Verb);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Service}: failed to close")]
    private partial void CloseFailed(string service, Exception failure);
}
