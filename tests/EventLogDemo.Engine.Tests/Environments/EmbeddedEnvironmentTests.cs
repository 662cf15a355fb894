using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using EventLogDemo.Engine.Embedded;
using EventLogDemo.Engine.Environments;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Streams;
using EventLogDemo.Engine.Tests.Conformance;
using EventLogDemo.Engine.Tests.Streams;

namespace EventLogDemo.Engine.Tests.Environments;

public sealed class EmbeddedEnvironmentTests : IDisposable
{
    private readonly EmbeddedEnvironment _environment = new(TimeProvider.System);
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"eventlogdemo-{Guid.NewGuid():N}");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Manifest => Path.Combine(_folder, "pipeline.json");

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    [Fact]
    public async Task Start_without_a_path_makes_a_folder_that_goes_with_the_pipeline()
    {
        Pipeline pipeline = await _environment.StartAsync(new PipelineOptions(), null, Token);
        Assert.True(File.Exists(Path.Combine(pipeline.Folder, "log.db")));
        Assert.True(File.Exists(Path.Combine(pipeline.Folder, EngineLog.FileName)));

        await pipeline.DisposeAsync();
        Assert.False(Directory.Exists(pipeline.Folder));
    }

    [Fact]
    public async Task Closing_with_the_data_leaves_what_is_not_ours()
    {
        Pipeline pipeline = await _environment.StartAsync(new PipelineOptions { Path = _folder }, null, Token);
        LogStream stream = await StreamRoster.Of(pipeline).StartAsync(new PatternSource(100, 10), new LogStreamOptions { Rate = 0 }, Token);
        await stream.Completion.WaitAsync(PipelineFixture.Deadline, TimeProvider.System, Token);
        string[] foreign =
        [
            .. ((string[])["thesis.txt", "log.db.bak", "engineering.log", "ledger/2026.ledger"]).Select(name => Path.Combine(_folder, name)),
        ];
        foreach (string file in foreign)
        {
            await File.WriteAllTextAsync(file, "precious", Token);
        }

        pipeline.End = new PipelineEnd { DeletesData = true };
        await pipeline.DisposeAsync();

        Assert.Equal(foreign.Order(), Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories).Order());
    }

    [Fact]
    public async Task Closing_with_the_data_deletes_the_manifest_first()
    {
        Pipeline pipeline = await _environment.StartAsync(new PipelineOptions { Path = _folder }, null, Token);
        ConcurrentQueue<string?> deleted = [];
        TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using FileSystemWatcher watcher = new(_folder);
        watcher.Deleted += (_, deletion) =>
        {
            deleted.Enqueue(deletion.Name);
            if (deletion.Name == "owner.pid")
            {
                done.TrySetResult();
            }
        };
        watcher.EnableRaisingEvents = true;
        pipeline.End = new PipelineEnd { DeletesData = true };
        await pipeline.DisposeAsync();
        await done.Task.WaitAsync(PipelineFixture.Deadline, TimeProvider.System, Token);

        // SQLite deletes its own files as it closes them.
        string[] ours = ["pipeline.json", "log.db", "store.db", EngineLog.FileName];
        Assert.Equal("pipeline.json", deleted.First(name => ours.Contains(name)));
    }

    [Fact]
    public async Task Start_in_a_folder_that_holds_anything_is_refused_and_changes_nothing()
    {
        Directory.CreateDirectory(_folder);
        string mine = Path.Combine(_folder, "thesis.txt");
        await File.WriteAllTextAsync(mine, "precious", Token);

        await Assert.ThrowsAsync<DataFolderNotEmptyException>(
            () => _environment.StartAsync(new PipelineOptions { Path = _folder }, null, Token));

        Assert.Equal([mine], Directory.EnumerateFileSystemEntries(_folder).Where(entry => !entry.Contains("owner.", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Of_many_starts_in_one_folder_one_wins_and_the_others_leave_it_alone()
    {
        for (int round = 0; round < 20; round++)
        {
            using Barrier line = new(4);
            Task<Pipeline?>[] starts = [.. Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(
                () =>
                {
                    line.SignalAndWait(Token);
                    return StartOrRefuseAsync();
                },
                Token,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default).Unwrap())];

            Pipeline winner = Assert.Single(await Task.WhenAll(starts), pipeline => pipeline is not null)!;
            await Assert.ThrowsAsync<DataFolderInUseException>(ConnectAsync);
            winner.End = new PipelineEnd { DeletesData = true };
            await winner.DisposeAsync();
            Assert.False(Directory.Exists(_folder));
        }

        async Task<Pipeline?> StartOrRefuseAsync()
        {
            try
            {
                return await _environment.StartAsync(new PipelineOptions { Path = _folder }, null, Token);
            }
            catch (DataFolderInUseException)
            {
                return null;
            }
        }
    }

    [Fact]
    public async Task Connect_to_the_folder_of_a_pipeline_that_was_to_go_keeps_it()
    {
        await RunAsync(1);
        await EditManifestAsync(manifest => manifest["keepsData"] = false);

        await (await ConnectAsync()).DisposeAsync();

        Assert.True(File.Exists(Manifest));
    }

    [Fact]
    public async Task Start_in_a_folder_where_one_was_killed_before_its_manifest_was_whole_goes_on()
    {
        Directory.CreateDirectory(_folder);
        await File.WriteAllTextAsync(Manifest + ".new", "{", Token);
        await File.WriteAllTextAsync(Path.Combine(_folder, "owner.pid"), "1", Token);

        await RunAsync(1);

        await using PipelineFixture fixture = new(await ConnectAsync());
        Assert.Equal(1, await fixture.RowCountAsync());
    }

    [Fact]
    public async Task Connect_to_a_manifest_that_looks_unfinished_still_misses_the_databases_of_a_stream()
    {
        await RunAsync(1);
        await EditManifestAsync(manifest => manifest["isStarting"] = true);
        File.Delete(Path.Combine(_folder, "log.db"));

        await Assert.ThrowsAsync<DataCorruptException>(ConnectAsync);
    }

    [Fact]
    public async Task Connect_after_a_clean_stop_finds_every_event_and_goes_on()
    {
        await RunAsync(1_000);
        await using PipelineFixture fixture = new(await ConnectAsync());
        Assert.Equal(1_000, await fixture.RowCountAsync());

        LogStream more = await StreamRoster.Of(fixture.Pipeline).StartAsync(
            new PatternSource(100, 500), new LogStreamOptions { Rate = 0 }, Token);
        await more.Completion.WaitAsync(PipelineFixture.Deadline, TimeProvider.System, Token);
        await PipelineFixture.UntilAsync(async () => await fixture.RowCountAsync() == 1_500, "1,500 rows");
    }

    [Fact]
    public async Task Start_in_a_folder_with_data_names_connect_and_changes_nothing()
    {
        await RunAsync(10);
        DataFolderNotEmptyException refused = await Assert.ThrowsAsync<DataFolderNotEmptyException>(
            () => _environment.StartAsync(new PipelineOptions { Path = _folder }, null, Token));

        Assert.Contains("Connect-Pipeline", refused.Message, StringComparison.Ordinal);
        await using Pipeline pipeline = await ConnectAsync();
    }

    [Fact]
    public async Task Connect_to_a_folder_that_another_owns_names_the_process()
    {
        await using Pipeline owner = await _environment.StartAsync(new PipelineOptions { Path = _folder }, null, Token);
        DataFolderInUseException refused = await Assert.ThrowsAsync<DataFolderInUseException>(ConnectAsync);

        Assert.Equal(Environment.ProcessId, refused.OwnerProcessId);
        Assert.Contains(Environment.ProcessId.ToString(CultureInfo.InvariantCulture), refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_to_a_folder_without_a_pipeline_says_so()
    {
        Directory.CreateDirectory(_folder);
        await Assert.ThrowsAsync<DataFolderNotFoundException>(ConnectAsync);
        await Assert.ThrowsAsync<DataFolderNotFoundException>(() => _environment.ConnectAsync(
            Path.Combine(_folder, "nowhere"), new PipelineOptions(), null, Token));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public async Task Connect_to_a_newer_format_says_which_is_known_also_when_other_fields_have_changed()
    {
        await RunAsync(1);
        await EditManifestAsync(manifest =>
        {
            manifest["formatVersion"] = 99;
            manifest.Remove("topic");
        });

        DataFormatException refused = await Assert.ThrowsAsync<DataFormatException>(ConnectAsync);
        Assert.Equal((99, PipelineManifest.CurrentFormatVersion), (refused.Found, refused.Known));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[1]")]
    [InlineData("""{"formatVersion":"one"}""")]
    [InlineData("""{"formatVersion":1}""")]
    public async Task Connect_to_a_damaged_manifest_names_the_file(string text)
    {
        await RunAsync(1);
        await File.WriteAllTextAsync(Manifest, text, Token);

        DataCorruptException refused = await Assert.ThrowsAsync<DataCorruptException>(ConnectAsync);
        Assert.Equal(Manifest, refused.Target);
    }

    [Theory]
    [InlineData("originOffsets", "null")]
    [InlineData("originOffsets", "[5]")]
    [InlineData("partitionCount", "8")]
    [InlineData("name", "null")]
    [InlineData("topic", "\"\"")]
    [InlineData("topic", "\"a\\u001bc\"")]
    [InlineData("formatVersion", "0")]
    public async Task Connect_to_a_manifest_that_makes_no_sense_names_the_file(string field, string value)
    {
        await RunAsync(1);
        await EditManifestAsync(manifest => manifest[field] = JsonNode.Parse(value));

        DataCorruptException refused = await Assert.ThrowsAsync<DataCorruptException>(ConnectAsync);
        Assert.Equal(Manifest, refused.Target);
    }

    [Theory]
    [InlineData("log.db")]
    [InlineData("store.db")]
    public async Task Connect_to_an_emptied_or_exchanged_database_names_the_file(string name)
    {
        await using (Pipeline other = await _environment.StartAsync(new PipelineOptions { Path = _folder + "-other" }, null, Token))
        {
            other.End = new PipelineEnd();
        }

        await RunAsync(2_000);
        string file = Path.Combine(_folder, name);
        await File.WriteAllBytesAsync(file, [], Token);
        Assert.Equal(file, (await Assert.ThrowsAsync<DataCorruptException>(ConnectAsync)).Target);
        Assert.Equal(0, new FileInfo(file).Length);

        File.Move(Path.Combine(_folder + "-other", name), file, overwrite: true);
        Assert.Equal(file, (await Assert.ThrowsAsync<DataCorruptException>(ConnectAsync)).Target);
        Directory.Delete(_folder + "-other", recursive: true);
    }

    [Theory]
    [InlineData("log.db")]
    [InlineData("store.db")]
    public async Task Connect_to_a_database_that_is_truncated_overwritten_or_missing_names_the_file(string name)
    {
        await RunAsync(2_000);
        string file = Path.Combine(_folder, name);
        byte[] whole = await File.ReadAllBytesAsync(file, Token);
        byte[] overwritten = [.. whole];
        overwritten.AsSpan(whole.Length / 2, 40_000).Fill(0xA5);
        byte[] noDatabase = [.. Enumerable.Repeat((byte)'x', 50_000)];
        foreach (byte[] damaged in (byte[][])[whole[..(whole.Length / 2)], overwritten, noDatabase])
        {
            await File.WriteAllBytesAsync(file, damaged, Token);
            DataCorruptException refused = await Assert.ThrowsAsync<DataCorruptException>(ConnectAsync);
            Assert.Equal(file, refused.Target);
        }

        File.Delete(file);
        await Assert.ThrowsAsync<DataCorruptException>(ConnectAsync);
        await File.WriteAllBytesAsync(file, whole, Token);
        await using PipelineFixture fixture = new(await ConnectAsync());
        Assert.Equal(2_000, await fixture.RowCountAsync());
    }

    [Fact]
    public async Task Start_below_the_floor_of_free_space_is_refused_and_leaves_nothing()
    {
        DiskSpaceException refused = await Assert.ThrowsAsync<DiskSpaceException>(() => _environment.StartAsync(
            new PipelineOptions { Path = _folder, DiskFloorBytes = 1L << 40 }, null, Token));

        Assert.True(refused.FreeBytes < refused.FloorBytes);
        Assert.False(Directory.Exists(_folder));
    }

    [Theory]
    [InlineData("owner.pid")]
    [InlineData("pipeline.json.new")]
    public async Task Start_on_a_full_disk_says_so_and_leaves_nothing(string written)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux has a device that is always full");
        Directory.CreateDirectory(_folder);
        File.CreateSymbolicLink(Path.Combine(_folder, written), "/dev/full");

        await Assert.ThrowsAsync<DiskFullException>(() => _environment.StartAsync(
            new PipelineOptions { Path = _folder, DiskFloorBytes = 0 }, null, Token));

        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public async Task Start_where_a_file_is_in_the_way_is_refused_and_leaves_the_file()
    {
        await File.WriteAllTextAsync(_folder, "mine", Token);
        try
        {
            await Assert.ThrowsAsync<DataFolderAccessException>(
                () => _environment.StartAsync(new PipelineOptions { Path = _folder }, null, Token));
            Assert.Equal("mine", await File.ReadAllTextAsync(_folder, Token));
        }
        finally
        {
            File.Delete(_folder);
        }
    }

    [Fact]
    public async Task Start_that_is_cancelled_leaves_nothing()
    {
        using CancellationTokenSource cancelled = new();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _environment.StartAsync(
            new PipelineOptions { Path = _folder }, new CancelAtOnce(cancelled), cancelled.Token));
        Assert.False(Directory.Exists(_folder));
    }

    [Theory]
    [InlineData(0, "PartitionCount is 0; it must be from 1 to 1,024.")]
    [InlineData(-3, "PartitionCount is -3; it must be from 1 to 1,024.")]
    [InlineData(100_000, "PartitionCount is 100,000; it must be from 1 to 1,024.")]
    public async Task Start_with_an_absurd_partition_count_states_the_range(int count, string message)
    {
        OptionRangeException refused = await Assert.ThrowsAsync<OptionRangeException>(() => _environment.StartAsync(
            new PipelineOptions { Path = _folder, PartitionCount = count }, null, Token));
        Assert.Equal(message, refused.Message);
        Assert.False(Directory.Exists(_folder));
    }

    [Fact]
    public async Task A_stopped_service_has_no_open_file()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "open files are looked up in /proc");
        await using PipelineFixture fixture = new(await _environment.StartAsync(new PipelineOptions { Path = _folder }, null, Token));
        await PipelineFixture.ReadAllAsync(fixture.Ports.Log.ReadAsync, 0);
        await PipelineFixture.ReadAllAsync(fixture.Ports.Store.ReadAsync, 0);
        Assert.Contains(OpenFiles(), file => file.EndsWith("/log.db", StringComparison.Ordinal));

        foreach ((string service, string file) in ((string, string)[])[(ServiceNames.Kafka, "log.db"), (ServiceNames.Cassandra, "store.db")])
        {
            await fixture.Ports.Services.StopAsync(service, PipelineFixture.Deadline, Token);
            Assert.DoesNotContain(OpenFiles(), open => open.Contains(file, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData(nameof(CrashPoint.Append), ServiceNames.Kafka)]
    [InlineData(nameof(CrashPoint.Store), ServiceNames.FlinkTaskManager)]
    public async Task A_service_whose_step_threw_works_again_once_it_is_started(string point, string service)
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

        await fixture.Ports.Services.StartAsync(service, PipelineFixture.Deadline, Token);
        await stream.Completion.WaitAsync(PipelineFixture.Deadline, TimeProvider.System, Token);
        await PipelineFixture.UntilAsync(async () => await fixture.RowCountAsync() == 500, "500 rows");

        Assert.Equal(500, stream.Counts.Acked);
        Assert.Equal(500, (await fixture.Ports.Log.GetEndOffsetsAsync(Token)).Sum());
    }

    private string[] OpenFiles() =>
    [
        .. Directory.EnumerateFileSystemEntries("/proc/self/fd")
            .Select(handle => new FileInfo(handle).LinkTarget ?? "")
            .Where(target => target.StartsWith(_folder, StringComparison.Ordinal)),
    ];

    private async Task EditManifestAsync(Action<JsonObject> edit)
    {
        JsonObject manifest = JsonNode.Parse(await File.ReadAllTextAsync(Manifest, Token))!.AsObject();
        edit(manifest);
        await File.WriteAllTextAsync(Manifest, manifest.ToJsonString(), Token);
    }

    private Task<Pipeline> ConnectAsync() => _environment.ConnectAsync(_folder, new PipelineOptions(), null, Token);

    private async Task RunAsync(int count)
    {
        await using PipelineFixture fixture = new(await _environment.StartAsync(new PipelineOptions { Path = _folder }, null, Token));
        LogStream stream = await StreamRoster.Of(fixture.Pipeline).StartAsync(
            new PatternSource(100, count), new LogStreamOptions { Rate = 0 }, Token);
        await stream.Completion.WaitAsync(PipelineFixture.Deadline, TimeProvider.System, Token);
        await PipelineFixture.UntilAsync(async () => await fixture.RowCountAsync() == count, $"{count} rows");
    }

    private sealed class CancelAtOnce(CancellationTokenSource source) : IProgress<string>
    {
        public void Report(string value) => source.Cancel();
    }
}
