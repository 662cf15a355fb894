using EventLogDemo.Engine.Docker;
using EventLogDemo.Engine.Docker.Compose;
using EventLogDemo.Engine.Docker.Containers;
using EventLogDemo.Engine.Docker.Services;
using EventLogDemo.Engine.Tests.Conformance;

namespace EventLogDemo.Integration.Tests.Docker;

public sealed class ComposeProjectTests(SmallStack stack)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ports_are_found_when_attaching()
    {
        await stack.UpAsync(Token);
        PublishedPort port = await stack.Own.FindPortAsync("kafka", 7000, Token);

        Assert.Equal(new PublishedPort("127.0.0.1", 7000, stack.OwnPort), port);
    }

    [Fact]
    public async Task Up_of_a_project_that_is_up_changes_nothing()
    {
        await stack.UpAsync(Token);
        IReadOnlyList<ContainerSummary> before = await stack.Own.ListContainersAsync(Token);
        await stack.Own.UpAsync(progress: null, Token);

        Assert.Equal(before.Select(container => container.Id), (await stack.Own.ListContainersAsync(Token)).Select(container => container.Id));
    }

    [Fact]
    public async Task Port_in_use_is_reported_and_a_partial_project_can_be_removed()
    {
        // An earlier test may have killed the service that holds the port.
        using DockerServiceHost host = await stack.OpenAsync(Token);
        ComposeProject second = Second("compose.yaml");
        try
        {
            PortInUseException error = await Assert.ThrowsAsync<PortInUseException>(() => second.UpAsync(progress: null, Token));
            Assert.Equal(("kafka", stack.OwnPort), (error.Service, error.Port));
        }
        finally
        {
            await second.DownAsync(removeVolumes: true, removeImages: false, progress: null, CancellationToken.None);
        }

        Assert.Empty(await second.ListContainersAsync(Token));
    }

    [Fact]
    public async Task Invalid_compose_file_is_reported_with_the_output_of_compose()
    {
        await stack.UpAsync(Token);
        string file = await WriteAsync("services: [");

        ComposeFailedException error = await Assert.ThrowsAsync<ComposeFailedException>(
            () => Second(file).UpAsync(progress: null, Token));
        Assert.NotEqual(0, error.ExitCode);
        Assert.NotEmpty(error.Evidence);
    }

    [Fact]
    public async Task Missing_image_has_its_own_error()
    {
        await stack.UpAsync(Token);
        string file = await WriteAsync("services: { kafka: { image: 'localhost:9/eventlogdemo/nothing:1' } }");

        await Assert.ThrowsAsync<ImageMissingException>(() => Second(file).UpAsync(progress: null, Token));
    }

    [Fact]
    public async Task Cancelling_up_kills_the_command()
    {
        await stack.UpAsync(Token);
        string file = await WriteAsync(
            "services: { slow: { image: '${SMALL_IMAGE}', entrypoint: [sleep, '600'], init: true, healthcheck: { test: [CMD, 'false'], interval: 1s, start_period: 300s } }, "
            + "after: { image: '${SMALL_IMAGE}', depends_on: { slow: { condition: service_healthy } } } }");
        ComposeProject slow = Second(file);
        try
        {
            using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
            Task up = slow.UpAsync(progress: null, stop.Token);
            await PipelineFixture.UntilAsync(
                async () => (await slow.ListContainersAsync(Token)).Any(container => container.Status == ContainerStatus.Running),
                "a container that runs");
            Assert.False(up.IsCompleted);
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => up.WaitAsync(TimeSpan.FromMinutes(2), TimeProvider.System, Token));
        }
        finally
        {
            await DownAtLastAsync(slow);
        }
    }

    [Fact]
    public async Task Suspended_container_does_not_prevent_taking_a_project_down()
    {
        await stack.UpAsync(Token);
        ComposeProject project = stack.NewProject(RealEngines.NewProject(), stack.File, RealEngines.FindFreePort());
        try
        {
            await project.UpAsync(progress: null, Token);
            ContainerSummary kafka = (await project.ListContainersAsync(Token)).Single(container => container.Service == "kafka");
            await DockerCli.PauseAsync(kafka.Id);
        }
        finally
        {
            await project.DownAsync(removeVolumes: true, removeImages: false, progress: null, CancellationToken.None);
        }

        Assert.Empty(await project.ListContainersAsync(Token));
        await Assert.ThrowsAsync<ComposeProjectNotFoundException>(() => project.FindPortAsync("kafka", 7000, Token));
    }

    [Fact]
    public async Task Down_keeps_volumes_and_images_by_default()
    {
        await stack.UpAsync(Token);
        string image = $"eventlogdemo-test:{Guid.NewGuid():N}";
        await DockerCli.RunAsync("tag", RealEngines.FlinkImage, image);
        string file = await WriteAsync(
            $"services: {{ kafka: {{ image: '{image}', entrypoint: [sleep, infinity], init: true, volumes: ['data:/data'] }} }}\nvolumes: {{ data: }}");
        ComposeProject project = Second(file);
        string volume = $"{project.Name}_data";
        try
        {
            await project.UpAsync(progress: null, Token);
            await project.DownAsync(removeVolumes: false, removeImages: false, progress: null, Token);
            Assert.Empty(await project.ListContainersAsync(Token));
            Assert.Equal(volume, await DockerCli.RunAsync("volume", "ls", "--quiet", "--filter", $"name={volume}"));
            await project.UpAsync(progress: null, Token);
        }
        finally
        {
            await project.DownAsync(removeVolumes: true, removeImages: true, progress: null, CancellationToken.None);
        }

        Assert.Empty(await DockerCli.RunAsync("volume", "ls", "--quiet", "--filter", $"name={volume}"));
        Assert.Empty(await DockerCli.RunAsync("images", "--quiet", image));
        Assert.NotEmpty(await DockerCli.RunAsync("images", "--quiet", RealEngines.FlinkImage));
    }

    private ComposeProject Second(string file) => stack.NewProject(
        RealEngines.NewProject(), Path.Combine(Path.GetDirectoryName(stack.File)!, file), stack.OwnPort);

    // Docker may still carry out requests of a killed command, which may interfere once.
    private static async Task DownAtLastAsync(ComposeProject project)
    {
        for (int left = 5; left > 0; left--)
        {
            try
            {
                await project.DownAsync(removeVolumes: true, removeImages: false, progress: null, CancellationToken.None);
                return;
            }
            catch (ComposeFailedException) when (left > 1)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, CancellationToken.None);
            }
        }
    }

    private async Task<string> WriteAsync(string definition)
    {
        string file = Path.Combine(Path.GetDirectoryName(stack.File)!, $"{Guid.NewGuid():N}.yaml");
        await File.WriteAllTextAsync(file, definition, Token);
        return file;
    }
}
