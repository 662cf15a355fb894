using System.Globalization;
using EventLogDemo.Engine.Docker.Compose;
using EventLogDemo.Engine.Docker.Containers;
using EventLogDemo.Engine.Docker.Jobs;
using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Engine.Docker.HostChecks;

/// <summary>Evaluates what was found on a machine. Pure: all readings are taken beforehand.</summary>
internal static class HostFindings
{
    public const string CommandName = "Docker command";
    public const string EngineName = "Docker engine";
    public const string ComposeName = "Docker Compose";
    public const string MemoryName = "Memory";
    public const string JobJarName = "Job jar";

    private const string NotChecked = "not checked, because Docker does not answer";
    private const string PullAction = "The start tries to pull it. If that fails, check the network and the image's name, or load it with 'docker load'.";
    private const string StartDocker = "Start Docker first.";

    public static string PortName(string service, int port) => string.Create(CultureInfo.InvariantCulture, $"Port {port} ({service})");

    public static string ImageName(string image) => $"Image {image}";

    public static HostCheckResult Command(string version) => Passed(CommandName, version);

    public static HostCheckResult Engine(EngineFacts facts) =>
        System.Version.TryParse(facts.ApiVersion, out Version? found) && found >= DockerEngine.MinApiVersion
            ? Passed(EngineName, $"{facts.Version}, API {facts.ApiVersion}, on {facts.System}")
            : Failed(EngineName, new DockerTooOldException(facts.ApiVersion, DockerEngine.MinApiVersion.ToString()));

    public static HostCheckResult Compose(string version) =>
        ComposeOutput.IsAtLeast(version, ComposeProject.MinComposeVersion)
            ? Passed(ComposeName, version)
            : Failed(ComposeName, new ComposeTooOldException(version, ComposeProject.MinComposeVersion.ToString()));

    /// <summary>Evaluates total and free memory of Docker's machine; a project that runs has its memory already.</summary>
    public static HostCheckResult Memory(long total, long? free, bool isRunning, HostCheckRequest request)
    {
        string found = free is { } known ? $"{Gigabytes(total)} GB, {Gigabytes(known)} GB of it free" : $"{Gigabytes(total)} GB";
        return isRunning ? Passed(MemoryName, $"{found}; the pipeline runs already")
            : total < request.MemoryBytes ? Failed(MemoryName, new HostMemoryException("Docker has", total, request.MemoryBytes))
            : free < request.FreeMemoryBytes ? Failed(MemoryName, new HostMemoryException("Docker has free", free.Value, request.FreeMemoryBytes))
            : free < request.MemoryBytes ? Warned(MemoryName, $"{found}; enough for demonstrations, not for full load", "Close other programs before measuring.")
            : Passed(MemoryName, found);
    }

    public static HostCheckResult Port(string service, int port, PortHolder? holder, string project)
    {
        string name = PortName(service, port);
        return holder is null ? Passed(name, "free")
            : holder.Project == project ? Passed(name, $"held by this pipeline ({holder.Name})")
            : Failed(name, new PortInUseException(service, port, holder.Name));
    }

    public static HostCheckResult Image(string image, bool isThere, string? pullFault)
    {
        string name = ImageName(image);
        return isThere ? Passed(name, "is there")
            : pullFault is null ? Passed(name, "is pulled at the first start")
            // The manifest query is not a pull: a login or a mirror may serve only the latter.
            : Warned(name, $"not on this machine, and its registry was not reached: {pullFault.TrimEnd('.')}", PullAction);
    }

    /// <summary>Reports where an existing jar comes from.</summary>
    /// <param name="jar">The jar.</param>
    /// <param name="project">The Maven project from which a missing jar is built; null if the jar was given explicitly.</param>
    public static HostCheckResult JobJar(string jar, string? project) => Passed(
        JobJarName,
        project is null ? $"{jar}, as given"
            : jar.StartsWith(Path.GetDirectoryName(project) + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? $"{jar}, built from {project}"
            : $"{jar}, packed in the module");

    /// <summary>Reports what will build a missing jar.</summary>
    public static HostCheckResult JobBuild(string project, MavenFacts? maven) => maven switch
    {
        null => Warned(
            JobJarName,
            $"not built yet from {project}, and 'mvn --version' did not answer",
            "The first start tries to build it with Maven."),
        { JavaVersion: null } => Warned(
            JobJarName,
            $"not built yet from {project}, and Maven does not say which Java it runs on",
            $"Check that it is JDK {Maven.OldestJava} or later: the first start builds the jar with Maven."),
        { JavaVersion: var java } => Warned(
            JobJarName,
            $"not built yet from {project}; Maven {maven.Version} and JDK {java} are installed",
            "Nothing to do: the first start builds it with Maven, which takes a few minutes."),
    };

    public static HostCheckResult Failed(string name, EngineException error) =>
        new(name, HostCheckOutcome.Failed, error.Message, Action: null, error);

    /// <summary>For what cannot be checked without Docker.</summary>
    public static HostCheckResult Unchecked(string name) => Warned(name, NotChecked, StartDocker);

    public static HostCheckResult Warned(string name, string found, string action) =>
        new(name, HostCheckOutcome.Warning, found, action, Error: null);

    private static HostCheckResult Passed(string name, string found) =>
        new(name, HostCheckOutcome.Passed, found, Action: null, Error: null);

    private static string Gigabytes(long bytes) => (bytes / 1e9).ToString("0.0", CultureInfo.InvariantCulture);
}
