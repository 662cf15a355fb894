using System.Globalization;
using Docker.DotNet.Models;

namespace EventLogDemo.Engine.Docker.Containers;

/// <summary>Converts Docker's responses to the room's own records.</summary>
internal static class ContainerReading
{
    /// <summary>Whether it is a container of a service rather than one of <c>docker compose run</c>.</summary>
    public static bool IsOfService(ContainerListResponse container) =>
        Label(container.Labels, ContainerLabels.Service) is not null
        && !string.Equals(Label(container.Labels, ContainerLabels.OneOff), "True", StringComparison.OrdinalIgnoreCase);

    public static ContainerSummary Summarize(ContainerListResponse container) => new(
        container.ID,
        NameOf(container),
        Label(container.Labels, ContainerLabels.Service) ?? "",
        int.TryParse(Label(container.Labels, ContainerLabels.Number), CultureInfo.InvariantCulture, out int number) ? number : 1,
        Label(container.Labels, ContainerLabels.Controllable) == "true",
        Label(container.Labels, ContainerLabels.Pipeline),
        ToStatus(container.State),
        [.. (container.Ports ?? []).Where(port => port.PublicPort != 0).Select(port => PublishedPort.Of(port.IP, port.PrivatePort, port.PublicPort))]);

    public static ContainerSnapshot Read(ContainerInspectResponse container) => new()
    {
        Id = container.ID,
        Name = container.Name.TrimStart('/'),
        Status = ToStatus(container.State.Status),
        ExitCode = (int)container.State.ExitCode,
        IsOutOfMemory = container.State.OOMKilled,
        Error = string.IsNullOrWhiteSpace(container.State.Error) ? null : container.State.Error,
        StartedAt = ToTime(container.State.StartedAt),
        FinishedAt = ToTime(container.State.FinishedAt),
        RestartCount = (int)container.RestartCount,
        Ports = ReadPorts(container),
        Health = container.State.Health?.Status is { Length: > 0 } health and not "none" ? health : null,
        Variables = ReadVariables(container.Config.Env),
        Binds = (container.Mounts ?? []).Where(mount => mount.Type == "bind")
            .ToDictionary(mount => mount.Destination, mount => mount.Source, StringComparer.Ordinal),
    };

    public static string NameOf(ContainerListResponse container) => container.Names.FirstOrDefault()?.TrimStart('/') ?? container.ID;

    public static string? Label(IDictionary<string, string>? labels, string key) =>
        labels is not null && labels.TryGetValue(key, out string? value) ? value : null;

    public static ContainerStatus ToStatus(string status) =>
        Enum.TryParse(status, ignoreCase: true, out ContainerStatus known) ? known : ContainerStatus.Dead;

    // A stopped container has no published ports, only the bindings that it would have.
    private static List<PublishedPort> ReadPorts(ContainerInspectResponse container)
    {
        List<PublishedPort> ports = ReadPorts(container.NetworkSettings?.Ports);
        return ports.Count > 0 ? ports : ReadPorts(container.HostConfig?.PortBindings);
    }

    private static List<PublishedPort> ReadPorts(IDictionary<string, IList<PortBinding>>? bindings)
    {
        List<PublishedPort> ports = [];
        foreach ((string inside, IList<PortBinding>? outside) in bindings ?? new Dictionary<string, IList<PortBinding>>())
        {
            foreach (PortBinding binding in outside ?? [])
            {
                if (int.TryParse(inside.Split('/')[0], CultureInfo.InvariantCulture, out int from)
                    && int.TryParse(binding.HostPort, CultureInfo.InvariantCulture, out int to) && to > 0)
                {
                    ports.Add(PublishedPort.Of(binding.HostIP, from, to));
                }
            }
        }

        return ports;
    }

    private static Dictionary<string, string> ReadVariables(IList<string>? variables)
    {
        Dictionary<string, string> read = new(StringComparer.Ordinal);
        foreach (string[] pair in (variables ?? []).Select(variable => variable.Split('=', 2)))
        {
            read[pair[0]] = pair.Length > 1 ? pair[1] : "";
        }

        return read;
    }

    private static DateTimeOffset ToTime(string time) =>
        DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset read)
            ? read
            : default;
}
