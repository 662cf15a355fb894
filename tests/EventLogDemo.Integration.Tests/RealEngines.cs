using System.Net;
using System.Net.Sockets;
using EventLogDemo.Engine.Docker;
using EventLogDemo.Engine.Docker.Compose;
using EventLogDemo.Engine.Docker.Containers;
using EventLogDemo.Engine.Errors;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventLogDemo.Integration.Tests;

/// <summary>
/// What tests on real engines require of a machine. If it is missing, they are skipped with the reason; if
/// <c>EVENTLOGDEMO_REQUIRE_ENGINES</c> is set, they fail instead.
/// </summary>
internal static class RealEngines
{
    public static readonly IReadOnlyList<string> AllImages = [KafkaImage, CassandraImage, FlinkImage];

    /// <summary>
    /// How long to wait for one answer of a healthy engine: two cores that run all of them may need longer than the two seconds after which a
    /// metric sample times out.
    /// </summary>
    public static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(15);

    private const string RequireVariable = "EVENTLOGDEMO_REQUIRE_ENGINES";
    private const string JobJarVariable = "EVENTLOGDEMO_JOB_JAR";

    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromMinutes(1);

    public static string KafkaImage => Variable("KAFKA_IMAGE") ?? "apache/kafka:4.3.1";

    public static string CassandraImage => Variable("CASSANDRA_IMAGE") ?? "cassandra:5.0.8";

    public static string FlinkImage => Variable("FLINK_IMAGE") ?? "flink:2.3.0-java17";

    /// <summary>The repository.</summary>
    public static string Root { get; } = FindRoot();

    public static string ComposeFile { get; } = Path.Combine(Root, "compose", "compose.yaml");

    /// <summary>The Flink job's jar: the one named by a variable, otherwise the one that Maven has built.</summary>
    public static string JobJar => Variable(JobJarVariable)
        ?? Path.Combine(Root, "flink-job", "target", "event-store-job.jar");

    /// <summary>Docker, if it answers and has the images; otherwise the test is skipped.</summary>
    public static async Task<DockerEngine> FindDockerAsync(IReadOnlyList<string> images, CancellationToken cancellationToken)
    {
        try
        {
            return await OpenDockerAsync(images, cancellationToken);
        }
        catch (EngineException missing)
        {
            SkipFor(missing.Message);
            throw;
        }
    }

    /// <summary>Why containers of an image cannot be run here, or null.</summary>
    public static async Task<string?> FindMissingAsync(string image)
    {
        try
        {
            using DockerEngine engine = await OpenDockerAsync([image], CancellationToken.None);
            return null;
        }
        catch (EngineException missing)
        {
            return missing.Message;
        }
    }

    /// <summary>The job's jar, if there is one.</summary>
    public static string FindJobJar()
    {
        if (!File.Exists(JobJar))
        {
            SkipFor($"The Flink job is not built: there is no '{JobJar}'.");
        }

        return JobJar;
    }

    /// <summary>A port that is currently free.</summary>
    public static int FindFreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, port: 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>A unique name for a compose project.</summary>
    public static string NewProject() => $"eventlogdemo-test-{Guid.NewGuid().ToString("N")[..8]}";

    /// <summary>Skips the test for a reason, if there is one.</summary>
    public static void SkipFor(string? reason)
    {
        if (reason is null)
        {
            return;
        }

        if (Variable(RequireVariable) is not null)
        {
            Assert.Fail($"{reason} {RequireVariable} is set, so it must not be missing.");
        }

        Assert.Skip(reason);
    }

    private static async Task<DockerEngine> OpenDockerAsync(IReadOnlyList<string> images, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = new(AnswerTimeout, TimeProvider.System);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        DockerEngine engine = new(DockerEndpoint.Find(), NullLogger.Instance);
        try
        {
            await engine.ReadFactsAsync(either.Token);
            CommandResult compose = await new CommandRunner().RunAsync(
                ComposeArguments.Version, new Dictionary<string, string>(), line: null, either.Token);
            if (compose.ExitCode != 0)
            {
                throw new ComposeMissingException(string.Join(' ', compose.Lines));
            }

            foreach (string image in images)
            {
                if (!await engine.HasImageAsync(image, either.Token))
                {
                    throw new ImageMissingException(image, "tests pull none");
                }
            }

            return engine;
        }
        catch
        {
            engine.Dispose();
            throw;
        }
    }

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "EventLogDemo.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The tests do not lie in the repository.");
    }

    private static string? Variable(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
