namespace EventLogDemo.Engine.Docker.Containers;

/// <summary>The labels by which containers are found: Compose's own and ours.</summary>
internal static class ContainerLabels
{
    /// <summary>Compose: the project.</summary>
    public const string Project = "com.docker.compose.project";

    /// <summary>Compose: the service.</summary>
    public const string Service = "com.docker.compose.service";

    /// <summary>Compose: the number among the service's containers.</summary>
    public const string Number = "com.docker.compose.container-number";

    /// <summary>Compose: whether <c>docker compose run</c> created it.</summary>
    public const string OneOff = "com.docker.compose.oneoff";

    /// <summary>Ours, <c>true</c>: it may be stopped, killed and paused. A container without it is never touched.</summary>
    public const string Controllable = "eventlogdemo.controllable";

    /// <summary>Ours: the pipeline.</summary>
    public const string Pipeline = "eventlogdemo.pipeline";
}
