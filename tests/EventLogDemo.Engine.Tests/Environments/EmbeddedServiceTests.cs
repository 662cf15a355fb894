using EventLogDemo.Engine.Embedded;
using EventLogDemo.Engine.Environments;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Streams;
using EventLogDemo.Engine.Tests.Conformance;
using EventLogDemo.Engine.Tests.Streams;

namespace EventLogDemo.Engine.Tests.Environments;

public sealed class EmbeddedServiceTests : EmbeddedFolder
{
    [Fact]
    public async Task A_stopped_service_has_no_open_file()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "open files are looked up in /proc");
        await using PipelineFixture fixture = new(await Embedded.StartAsync(new PipelineOptions { Path = Folder }, null, Token));
        await PipelineFixture.ReadAllAsync(fixture.Ports.Log.OpenReader, 0);
        await PipelineFixture.ReadAllAsync(fixture.Ports.Store.OpenReader, 0);
        Assert.Contains(OpenFiles(), file => file.EndsWith("/log.db", StringComparison.Ordinal));

        foreach ((string service, string file) in ((string, string)[])[(ServiceNames.Kafka, "log.db"), (ServiceNames.Cassandra, "store.db")])
        {
            await fixture.Ports.Services.ActAsync(service, ServiceAction.Stop, PipelineFixture.Deadline, Token);
            Assert.DoesNotContain(OpenFiles(), open => open.Contains(file, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData(nameof(CrashPoint.Append), ServiceNames.Kafka)]
    [InlineData(nameof(CrashPoint.Store), ServiceNames.FlinkTaskManager)]
    public async Task A_service_whose_step_threw_works_again_after_a_start(string point, string service)
    {
        int defects = 1;
        EmbeddedEnvironment environment = new(TimeProvider.System)
        {
            AtPoint = reached =>
            {
                if (reached.ToString() == point && Interlocked.Exchange(ref defects, 0) == 1)
                {
                    throw new InvalidOperationException("a defect");
                }
            },
        };
        await using PipelineFixture fixture = new(await environment.StartAsync(new PipelineOptions(), null, Token));
        LogStream stream = await StreamRoster.Of(fixture.Pipeline).StartAsync(
            new PatternSource(100, 500), new LogStreamOptions { Rate = 0 }, Token);
        await PipelineFixture.UntilAsync(
            async () => (await fixture.Ports.Services.GetStatusAsync(service, Token)).State == ServiceState.Failed, "a failed service");
        Assert.Equal("a defect", (await fixture.Ports.Services.GetStatusAsync(service, Token)).Detail);

        await fixture.Ports.Services.ActAsync(service, ServiceAction.Start, PipelineFixture.Deadline, Token);
        await stream.Completion.WaitAsync(PipelineFixture.Deadline, TimeProvider.System, Token);
        await PipelineFixture.UntilAsync(async () => await fixture.RowCountAsync() == 500, "500 rows");

        Assert.Equal(500, stream.Counts.Acked);
        Assert.Equal(500, (await fixture.Ports.Log.GetEndOffsetsAsync(Token)).Sum());
    }

    private string[] OpenFiles() =>
    [
        .. Directory.EnumerateFileSystemEntries("/proc/self/fd")
            .Select(handle => new FileInfo(handle).LinkTarget ?? "")
            .Where(target => target.StartsWith(Folder, StringComparison.Ordinal)),
    ];
}
