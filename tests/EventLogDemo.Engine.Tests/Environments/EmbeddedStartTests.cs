using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Tests.Conformance;

namespace EventLogDemo.Engine.Tests.Environments;

public sealed class EmbeddedStartTests : EmbeddedFolder
{
    [Fact]
    public async Task Start_in_a_folder_that_holds_anything_is_refused_and_changes_nothing()
    {
        Directory.CreateDirectory(Folder);
        string mine = Path.Combine(Folder, "thesis.txt");
        await File.WriteAllTextAsync(mine, "precious", Token);

        await Assert.ThrowsAsync<DataFolderNotEmptyException>(
            () => Embedded.StartAsync(new PipelineOptions { Path = Folder }, null, Token));

        Assert.Equal([mine], Directory.EnumerateFileSystemEntries(Folder).Where(entry => !entry.Contains("owner.", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Of_many_starts_in_one_folder_one_wins_and_the_others_change_nothing()
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
            await winner.CloseAsync(new PipelineEnd { DeletesData = true });
            Assert.False(Directory.Exists(Folder));
        }

        async Task<Pipeline?> StartOrRefuseAsync()
        {
            try
            {
                return await Embedded.StartAsync(new PipelineOptions { Path = Folder }, null, Token);
            }
            catch (DataFolderInUseException)
            {
                return null;
            }
        }
    }

    [Fact]
    public async Task Start_in_a_folder_of_a_start_killed_before_its_manifest_was_complete_succeeds()
    {
        Directory.CreateDirectory(Folder);
        await File.WriteAllTextAsync(Manifest + ".new", "{", Token);
        await File.WriteAllTextAsync(Path.Combine(Folder, "owner.pid"), "1", Token);

        await RunAsync(1);

        await using PipelineFixture fixture = new(await ConnectAsync());
        Assert.Equal(1, await fixture.RowCountAsync());
    }

    [Fact]
    public async Task Start_in_a_folder_with_data_is_refused_and_changes_nothing()
    {
        await RunAsync(10);
        DataFolderNotEmptyException refused = await Assert.ThrowsAsync<DataFolderNotEmptyException>(
            () => Embedded.StartAsync(new PipelineOptions { Path = Folder }, null, Token));

        Assert.Equal(Folder, refused.Target);
        await using Pipeline pipeline = await ConnectAsync();
    }

    [Fact]
    public async Task Start_below_the_minimum_free_space_is_refused_and_leaves_nothing()
    {
        DiskSpaceException refused = await Assert.ThrowsAsync<DiskSpaceException>(() => Embedded.StartAsync(
            new PipelineOptions { Path = Folder, DiskFloorBytes = 1L << 40 }, null, Token));

        Assert.True(refused.FreeBytes < refused.FloorBytes);
        Assert.False(Directory.Exists(Folder));
    }

    [Theory]
    [InlineData("owner.pid")]
    [InlineData("pipeline.json.new")]
    public async Task Start_on_a_full_disk_is_an_error_and_leaves_nothing(string written)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux has a device that is always full");
        Directory.CreateDirectory(Folder);
        File.CreateSymbolicLink(Path.Combine(Folder, written), "/dev/full");

        await Assert.ThrowsAsync<DiskFullException>(() => Embedded.StartAsync(
            new PipelineOptions { Path = Folder, DiskFloorBytes = 0 }, null, Token));

        Assert.Empty(Directory.EnumerateFileSystemEntries(Folder));
    }

    [Fact]
    public async Task Start_where_a_file_is_in_the_way_is_refused_and_leaves_the_file()
    {
        await File.WriteAllTextAsync(Folder, "mine", Token);
        try
        {
            await Assert.ThrowsAsync<DataFolderAccessException>(
                () => Embedded.StartAsync(new PipelineOptions { Path = Folder }, null, Token));
            Assert.Equal("mine", await File.ReadAllTextAsync(Folder, Token));
        }
        finally
        {
            File.Delete(Folder);
        }
    }

    [Fact]
    public async Task Start_that_is_cancelled_leaves_nothing()
    {
        using CancellationTokenSource cancelled = new();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Embedded.StartAsync(
            new PipelineOptions { Path = Folder }, new CancelAtOnce(cancelled), cancelled.Token));
        Assert.False(Directory.Exists(Folder));
    }

    [Theory]
    [InlineData(0, "PartitionCount is 0; it must be from 1 to 1,024.")]
    [InlineData(-3, "PartitionCount is -3; it must be from 1 to 1,024.")]
    [InlineData(100_000, "PartitionCount is 100,000; it must be from 1 to 1,024.")]
    public async Task Start_with_an_absurd_partition_count_states_the_range(int count, string message)
    {
        OptionRangeException refused = await Assert.ThrowsAsync<OptionRangeException>(() => Embedded.StartAsync(
            new PipelineOptions { Path = Folder, PartitionCount = count }, null, Token));
        Assert.Equal(message, refused.Message);
        Assert.False(Directory.Exists(Folder));
    }

    private sealed class CancelAtOnce(CancellationTokenSource source) : IProgress<string>
    {
        public void Report(string value) => source.Cancel();
    }
}
