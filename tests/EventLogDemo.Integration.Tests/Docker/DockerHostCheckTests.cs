using EventLogDemo.Engine.Docker;
using EventLogDemo.Engine.Docker.Compose;
using EventLogDemo.Engine.Docker.Containers;
using EventLogDemo.Engine.Docker.HostChecks;
using EventLogDemo.Engine.Docker.Jobs;
using EventLogDemo.Engine.Docker.Services;
using EventLogDemo.Engine.Pipelines;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventLogDemo.Integration.Tests.Docker;

public sealed class DockerHostCheckTests(SmallStack stack)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Machine_with_docker_passes()
    {
        await stack.UpAsync(Token);
        IReadOnlyList<HostCheckResult> results = await RunAsync(stack.Engine, Request() with { Project = stack.Own.Name });

        Assert.All(results, result => Assert.Null(result.Error));
    }

    [Fact]
    public async Task Port_of_a_container_is_reported_with_its_name()
    {
        using DockerServiceHost running = await stack.OpenAsync(Token);
        HostCheckResult result = Assert.Single(
            await RunAsync(stack.Engine, Request()), result => result.Error is PortInUseException);

        Assert.Contains($"container '{stack.Own.Name}-kafka-1'", result.Found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_image_is_a_warning()
    {
        await stack.UpAsync(Token);
        const string Nothing = "localhost:9/eventlogdemo/nothing:1";

        HostCheckResult result = Assert.Single(
            await RunAsync(stack.Engine, Request() with { Images = [Nothing] }), result => result.Name == HostFindings.ImageName(Nothing));
        Assert.Equal(HostCheckOutcome.Warning, result.Outcome);
        Assert.Contains("localhost:9", result.Found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Docker_that_is_not_running_is_reported_within_seconds()
    {
        await stack.UpAsync(Token);
        using DockerEngine nowhere = new(new Uri($"unix://{Path.GetTempPath()}eventlogdemo-no-docker.sock"), NullLogger.Instance);

        HostCheckResult result = (await RunAsync(nowhere, Request())).Single(result => result.Name == HostFindings.EngineName);
        Assert.IsType<DockerNotRunningException>(result.Error);
    }

    private static Task<IReadOnlyList<HostCheckResult>> RunAsync(DockerEngine engine, HostCheckRequest request) =>
        new DockerHostCheck(new HostProbe(() => engine, new CommandRunner(), Maven.OfThisProcess, TimeProvider.System))
            .RunAsync(request, progress: null, Token);

    private HostCheckRequest Request() => new()
    {
        Project = "eventlogdemo-other",
        Ports = new Dictionary<string, int> { ["kafka"] = stack.OwnPort },
        Images = [RealEngines.FlinkImage],
        // Any file will do: only its existence is checked.
        JobJars = [stack.File],
        MemoryBytes = 0,
        FreeMemoryBytes = 0,
    };
}
