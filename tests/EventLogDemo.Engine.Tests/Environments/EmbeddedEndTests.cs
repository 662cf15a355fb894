using System.Collections.Concurrent;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Streams;
using EventLogDemo.Engine.Tests.Conformance;
using EventLogDemo.Engine.Tests.Streams;

namespace EventLogDemo.Engine.Tests.Environments;

public sealed class EmbeddedEndTests : EmbeddedFolder
{
    [Fact]
    public async Task Start_without_a_path_creates_a_folder_that_is_deleted_with_the_pipeline()
    {
        Pipeline pipeline = await Embedded.StartAsync(new PipelineOptions(), null, Token);
        Assert.True(File.Exists(Path.Combine(pipeline.Folder, "log.db")));
        Assert.True(File.Exists(Path.Combine(pipeline.Folder, EngineLog.FileName)));

        await pipeline.DisposeAsync();
        Assert.False(Directory.Exists(pipeline.Folder));
    }

    [Fact]
    public async Task First_call_decides_how_a_pipeline_is_closed()
    {
        Pipeline pipeline = await Embedded.StartAsync(new PipelineOptions(), null, Token);

        await pipeline.CloseAsync(new PipelineEnd());
        await pipeline.DisposeAsync();

        Assert.True(pipeline.DefaultEnd.DeletesData);
        Assert.True(File.Exists(Path.Combine(pipeline.Folder, "log.db")));
        Directory.Delete(pipeline.Folder, recursive: true);
    }

    [Fact]
    public async Task Closing_with_the_data_keeps_other_files()
    {
        Pipeline pipeline = await Embedded.StartAsync(new PipelineOptions { Path = Folder }, null, Token);
        LogStream stream = await StreamRoster.Of(pipeline).StartAsync(new PatternSource(100, 10), new LogStreamOptions { Rate = 0 }, Token);
        await stream.Completion.WaitAsync(PipelineFixture.Deadline, TimeProvider.System, Token);
        string[] foreign =
        [
            .. ((string[])["thesis.txt", "log.db.bak", "engineering.log", "ledger/2026.ledger"]).Select(name => Path.Combine(Folder, name)),
        ];
        foreach (string file in foreign)
        {
            await File.WriteAllTextAsync(file, "precious", Token);
        }

        await pipeline.CloseAsync(new PipelineEnd { DeletesData = true });

        Assert.Equal(foreign.Order(), Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Order());
    }

    [Fact]
    public async Task Closing_with_the_data_deletes_the_manifest_first()
    {
        Pipeline pipeline = await Embedded.StartAsync(new PipelineOptions { Path = Folder }, null, Token);
        ConcurrentQueue<string?> deleted = [];
        TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using FileSystemWatcher watcher = new(Folder);
        watcher.Deleted += (_, deletion) =>
        {
            deleted.Enqueue(deletion.Name);
            if (deletion.Name == "owner.pid")
            {
                done.TrySetResult();
            }
        };
        watcher.EnableRaisingEvents = true;
        await pipeline.CloseAsync(new PipelineEnd { DeletesData = true });
        await done.Task.WaitAsync(PipelineFixture.Deadline, TimeProvider.System, Token);

        // SQLite deletes its own files as it closes them.
        string[] ours = ["pipeline.json", "log.db", "store.db", EngineLog.FileName];
        Assert.Equal("pipeline.json", deleted.First(name => ours.Contains(name)));
    }
}
