using EventLogDemo.Engine.Docker;
using EventLogDemo.Engine.Docker.Compose;
using EventLogDemo.Engine.Docker.Containers;
using EventLogDemo.Engine.Environments;
using EventLogDemo.Engine.Tests.Docker;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventLogDemo.Engine.Tests.Environments;

public sealed class DockerSettingsTests
{
    private readonly FakeContainerEngine _engine = new FakeContainerEngine().Add("flink");
    private readonly Dictionary<string, string> _variables = new()
    {
        ["EVENTLOGDEMO_TOPIC"] = "events-1",
        ["EVENTLOGDEMO_PARTITIONS"] = "8",
        ["EVENTLOGDEMO_BUCKET_SIZE"] = "5000",
        ["EVENTLOGDEMO_GROUP"] = "readers",
        ["EVENTLOGDEMO_KEYSPACE"] = "store",
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Settings_are_what_flink_was_started_with() => Assert.Equal(
        new DockerSettings
        {
            Topic = "events-1", PartitionCount = 8, BucketSize = 5000, Group = "readers", Keyspace = "store", JobJar = null,
        },
        await ReadAsync());

    [Fact]
    public async Task Jar_is_the_given_one_or_empty_if_Compose_built_it()
    {
        _engine.Add("flink-setup", ContainerStatus.Exited);
        Assert.Equal("", (await ReadAsync()).JobJar);

        _engine.Set("flink-setup", container => container with
        {
            Binds = new Dictionary<string, string> { ["/job/event-store-job.jar"] = "/home/me/job.jar" },
        });
        Assert.Equal("/home/me/job.jar", (await ReadAsync()).JobJar);
    }

    [Theory]
    [InlineData("EVENTLOGDEMO_TOPIC", null, "it is not set")]
    [InlineData("EVENTLOGDEMO_KEYSPACE", "", "it is not set")]
    [InlineData("EVENTLOGDEMO_PARTITIONS", null, "it is not set")]
    [InlineData("EVENTLOGDEMO_PARTITIONS", "four", "it is 'four', not a whole number from 1 to 1,024")]
    [InlineData("EVENTLOGDEMO_PARTITIONS", "0", "it is '0', not a whole number from 1 to 1,024")]
    [InlineData("EVENTLOGDEMO_BUCKET_SIZE", "\e[2J", "it is '\\e[2J', not a whole number from 100 to 1,000,000")]
    public async Task Invalid_variable_is_an_error_that_names_the_container(string variable, string? value, string finding)
    {
        _variables.Remove(variable);
        if (value is not null)
        {
            _variables[variable] = value;
        }

        ContainerVariableException error = await Assert.ThrowsAsync<ContainerVariableException>(ReadAsync);

        Assert.Equal((variable, $"{FakeContainerEngine.Project}-flink-1"), (error.Target, error.Container));
        Assert.Contains($"'{error.Container}'", error.Message, StringComparison.Ordinal);
        Assert.EndsWith($"the variable {variable}: {finding}.", error.Message, StringComparison.Ordinal);
    }

    private Task<DockerSettings> ReadAsync()
    {
        _engine.Set("flink", container => container with { Variables = _variables });
        ComposeProject project = new(
            FakeContainerEngine.Project,
            "compose.yaml",
            new Dictionary<string, string>(),
            new CommandRunner(),
            _engine,
            TimeProvider.System,
            NullLogger.Instance);
        return DockerSettings.ReadAsync(project, Token);
    }
}
