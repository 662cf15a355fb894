using EventLogDemo.Engine.Docker;
using EventLogDemo.Engine.Docker.Compose;
using EventLogDemo.Engine.Docker.Containers;
using EventLogDemo.Engine.Pipelines;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventLogDemo.Engine.Tests.Docker.Compose;

public sealed class ComposeProjectTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();
    private readonly FakeContainerEngine _engine = new FakeContainerEngine().Add("kafka").Add("flink");
    private readonly FakeRunner _runner = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Variables_are_passed_and_progress_is_reported()
    {
        _runner.Lines.Add($" Container {FakeContainerEngine.Project}-kafka-1  Started");
        List<string> progress = [];
        await Project().UpAsync(new Told(progress), Token);

        Assert.Equal(ComposeArguments.Up(FakeContainerEngine.Project, _file), _runner.Arguments);
        Assert.Equal("events-1", _runner.Variables["EVENTLOGDEMO_TOPIC"]);
        Assert.Equal(["kafka: started"], progress);
    }

    [Fact]
    public async Task Missing_file_is_an_error_before_anything_runs()
    {
        File.Delete(_file);

        ComposeFileMissingException error = await Assert.ThrowsAsync<ComposeFileMissingException>(() => Project().UpAsync(null, Token));
        Assert.Equal(_file, error.Target);
        Assert.Empty(_runner.Arguments);
    }

    [Fact]
    public async Task Failure_carries_the_output_of_compose()
    {
        _runner.ExitCode = 17;
        _runner.Lines.Add("no space left on \e[1mdevice");

        ComposeFailedException error = await Assert.ThrowsAsync<ComposeFailedException>(
            () => Project().DownAsync(removeVolumes: true, removeImages: false, progress: null, Token));
        Assert.Equal((17, "down"), (error.ExitCode, error.Command));
        Assert.Contains("no space left on \\e[1mdevice", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unhealthy_service_is_reported_with_its_log()
    {
        _runner.ExitCode = 1;
        _runner.Lines.Add($"dependency failed to start: container {FakeContainerEngine.Project}-kafka-1 exited (3)");
        _engine.Set("kafka", container => container with { Status = ContainerStatus.Exited, ExitCode = 3 });
        _engine.Log.Add("bad listener");

        ServiceExitedException error = await Assert.ThrowsAsync<ServiceExitedException>(() => Project().UpAsync(null, Token));
        Assert.Equal(("kafka", 3), (error.Target, error.ExitCode));
        Assert.Equal(["bad listener"], error.Evidence);
    }

    [Fact]
    public async Task Port_of_a_running_project_is_found()
    {
        Assert.Equal(19092, (await Project().FindPortAsync("kafka", 9092, Token)).Outside);
        await Assert.ThrowsAsync<ServiceUnavailableException>(() => Project().FindPortAsync("kafka", 1, Token));
        await Assert.ThrowsAsync<ServiceUnavailableException>(() => Project().FindPortAsync("cassandra", 9042, Token));
        _engine.Listed.Clear();
        await Assert.ThrowsAsync<ComposeProjectNotFoundException>(() => Project().FindPortAsync("kafka", 9092, Token));
    }

    [Fact]
    public async Task Variables_of_a_running_project_are_read_without_passwords()
    {
        _engine.Set("flink", container => container with
        {
            Variables = new Dictionary<string, string>
            {
                ["PATH"] = "/bin", ["EVENTLOGDEMO_TOPIC"] = "events-1", ["EVENTLOGDEMO_CASSANDRA_PASSWORD"] = "secret",
            },
        });

        Assert.Equal(
            new Dictionary<string, string> { ["EVENTLOGDEMO_TOPIC"] = "events-1" },
            (await Project().ReadVariablesAsync("flink", Token)).All);
    }

    [Theory]
    [InlineData("test", "test")]
    [InlineData("Test", "test")]
    [InlineData("test", null)]
    public async Task Containers_of_the_pipeline_or_without_one_are_accepted(string pipeline, string? label)
    {
        Label(label);
        Assert.True(await Project().IsUpAsync(pipeline, Token));

        _engine.Listed.Clear();
        Assert.False(await Project().IsUpAsync(pipeline, Token));
    }

    [Fact]
    public async Task Containers_of_another_pipeline_are_refused()
    {
        Label("A.b");
        ComposeProjectInUseException error = await Assert.ThrowsAsync<ComposeProjectInUseException>(() => Project().IsUpAsync("a-b", Token));

        Assert.Equal(("a-b", "A.b"), (error.Target, error.Other));
        Assert.Contains("'A.b'", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => File.Delete(_file);

    private void Label(string? pipeline)
    {
        for (int i = 0; i < _engine.Listed.Count; i++)
        {
            _engine.Listed[i] = _engine.Listed[i] with { Pipeline = pipeline };
        }
    }

    private ComposeProject Project() => new(
        FakeContainerEngine.Project,
        _file,
        new Dictionary<string, string> { ["EVENTLOGDEMO_TOPIC"] = "events-1" },
        _runner,
        _engine,
        TimeProvider.System,
        NullLogger.Instance);

    private sealed class FakeRunner : ICommandRunner
    {
        public List<string> Lines { get; } = [];

        public int ExitCode { get; set; }

        public IReadOnlyList<string> Arguments { get; private set; } = [];

        public Dictionary<string, string> Variables { get; } = [];

        public Task<CommandResult> RunAsync(
            IReadOnlyList<string> arguments,
            IReadOnlyDictionary<string, string> variables,
            Action<string>? line,
            CancellationToken cancellationToken)
        {
            Arguments = arguments;
            variables.ToList().ForEach(variable => Variables.Add(variable.Key, variable.Value));
            Lines.ForEach(text => line?.Invoke(text));
            return Task.FromResult(new CommandResult(ExitCode, Lines));
        }
    }

    private sealed class Told(List<string> reports) : IProgress<string>
    {
        public void Report(string value) => reports.Add(value);
    }
}
