using EventLogDemo.Engine.Docker.Containers;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Engine.Docker.Services;

/// <summary>Names of the services of a project: those of its containers that carry the opt-in label.</summary>
internal static class ServiceNaming
{
    /// <summary>Names with their containers, in the order in which data passes them; services without a place in that order follow by name.</summary>
    public static IReadOnlyList<(string Name, ContainerSummary Container)> Assign(IEnumerable<ContainerSummary> containers) =>
    [
        .. containers.Where(container => container.IsControllable)
            .OrderBy(container => PlaceOf(container.Service))
            .ThenBy(container => container.Service, StringComparer.Ordinal)
            .ThenBy(container => container.Number)
            .Select(container => (NameOf(container), container)),
    ];

    /// <summary>The service's name, with a number if it has several containers.</summary>
    public static string NameOf(ContainerSummary container) =>
        container.Number > 1 ? $"{container.Service}-{container.Number}" : container.Service;

    /// <summary>Where a container is reachable from this machine; a URI with its name if it publishes no port.</summary>
    public static Uri EndpointOf(string containerName, IReadOnlyList<PublishedPort> ports)
    {
        if (ports.Count == 0)
        {
            return new Uri($"docker://{containerName}");
        }

        PublishedPort port = ports.MinBy(port => port.Inside);
        string scheme = port.Inside switch
        {
            9092 => "kafka",
            9042 => "cassandra",
            8081 => "http",
            _ => "tcp",
        };
        return new UriBuilder(scheme, port.Address, port.Outside).Uri;
    }

    private static int PlaceOf(string service)
    {
        for (int place = 0; place < ServiceNames.All.Count; place++)
        {
            if (ServiceNames.All[place] == service)
            {
                return place;
            }
        }

        return int.MaxValue;
    }
}
