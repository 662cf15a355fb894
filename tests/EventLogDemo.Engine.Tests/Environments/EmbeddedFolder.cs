using System.Text.Json.Nodes;
using EventLogDemo.Engine.Environments;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Streams;
using EventLogDemo.Engine.Tests.Conformance;
using EventLogDemo.Engine.Tests.Streams;

namespace EventLogDemo.Engine.Tests.Environments;

/// <summary>A folder for a test's embedded pipelines, gone after the test.</summary>
public abstract class EmbeddedFolder : IDisposable
{
    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected EmbeddedEnvironment Embedded { get; } = new(TimeProvider.System);

    protected string Folder { get; } = Path.Combine(Path.GetTempPath(), $"eventlogdemo-{Guid.NewGuid():N}");

    protected string Manifest => Path.Combine(Folder, "pipeline.json");

    public void Dispose()
    {
        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Runs a new pipeline in the folder until it has stored some events, and closes it.</summary>
    protected async Task RunAsync(int count)
    {
        await using PipelineFixture fixture = new(await Embedded.StartAsync(new PipelineOptions { Path = Folder }, null, Token));
        LogStream stream = await StreamRoster.Of(fixture.Pipeline).StartAsync(
            new PatternSource(100, count), new LogStreamOptions { Rate = 0 }, Token);
        await stream.Completion.WaitAsync(PipelineFixture.Deadline, TimeProvider.System, Token);
        await PipelineFixture.UntilAsync(async () => await fixture.RowCountAsync() == count, $"{count} rows");
    }

    /// <summary>Opens the pipeline of the folder.</summary>
    protected Task<Pipeline> ConnectAsync() => Embedded.ConnectAsync(Folder, new PipelineOptions(), null, Token);

    /// <summary>Changes the manifest while the pipeline is closed.</summary>
    protected async Task EditManifestAsync(Action<JsonObject> edit)
    {
        JsonObject manifest = JsonNode.Parse(await File.ReadAllTextAsync(Manifest, Token))!.AsObject();
        edit(manifest);
        await File.WriteAllTextAsync(Manifest, manifest.ToJsonString(), Token);
    }
}
