using EventLogDemo.Engine.Environments;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Engine.Tests.Environments;

public sealed class PipelineFoldersTests : EmbeddedFolder
{
    [Fact]
    public async Task Folder_that_a_killed_process_left_is_an_orphan_with_its_size_and_age()
    {
        await LeaveOrphanAsync();

        PipelineFolder found = Find();

        Assert.Equal((PipelineFolderState.Orphaned, "default", "Embedded"), (found.State, found.Name, found.Environment));
        Assert.Equal(new DirectoryInfo(Folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length), found.SizeBytes);
        Assert.True(found.CreatedAt <= found.LastWrittenAt);
        Assert.Null(found.OwnerProcessId);
    }

    [Fact]
    public async Task Folder_that_was_to_be_kept_is_no_orphan()
    {
        await RunAsync(10);

        Assert.Equal(PipelineFolderState.Stopped, Find().State);
    }

    [Fact]
    public async Task Running_pipeline_is_found_wherever_its_folder_is()
    {
        await using Pipeline pipeline = await Embedded.StartAsync(new PipelineOptions { Path = Folder, Name = "mine" }, null, Token);

        PipelineFolder found = Assert.Single(PipelineFolders.Find([], [pipeline]));

        Assert.Equal(
            (PipelineFolderState.Running, "mine", Folder, (int?)Environment.ProcessId),
            (found.State, found.Name, found.Path, found.OwnerProcessId));
    }

    [Fact]
    public async Task Folder_that_another_process_owns_is_in_use_and_cannot_be_removed()
    {
        await LeaveOrphanAsync();
        await using FileStream owned = new(Path.Combine(Folder, "owner.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        await File.WriteAllTextAsync(Path.Combine(Folder, "owner.pid"), "4242", Token);

        Assert.Equal((PipelineFolderState.InUse, 4242), (Find().State, Find().OwnerProcessId));
        await Assert.ThrowsAsync<DataFolderInUseException>(RemoveAsync);
        Assert.True(File.Exists(Manifest));
    }

    [Fact]
    public async Task Finding_a_folder_does_not_keep_it_from_being_opened()
    {
        await LeaveOrphanAsync();
        Find();

        await using Pipeline pipeline = await ConnectAsync();

        Assert.Equal(PipelineFolderState.InUse, Find().State);
    }

    [Fact]
    public async Task Removed_orphan_leaves_nothing_but_what_is_not_ours()
    {
        await LeaveOrphanAsync();
        string foreign = Path.Combine(Folder, "notes.txt");
        await File.WriteAllTextAsync(foreign, "mine", Token);

        await RemoveAsync();

        Assert.Equal([foreign], Directory.EnumerateFileSystemEntries(Folder));
        File.Delete(foreign);
        await Assert.ThrowsAsync<DataFolderNotFoundException>(RemoveAsync);
    }

    [Fact]
    public async Task Folder_whose_manifest_is_damaged_says_why_and_can_be_removed()
    {
        await LeaveOrphanAsync();
        await File.WriteAllTextAsync(Manifest, "{", Token);

        PipelineFolder found = Find();
        Assert.Equal((PipelineFolderState.Unreadable, Path.GetFileName(Folder)), (found.State, found.Name));
        Assert.Contains("is damaged", found.Reason, StringComparison.Ordinal);

        await RemoveAsync();
        Assert.False(Directory.Exists(Folder));
    }

    [Fact]
    public void Empty_folder_is_none_of_a_pipeline()
    {
        Directory.CreateDirectory(Folder);

        Assert.Empty(PipelineFolders.Find([Folder], []));
    }

    private PipelineFolder Find() => Assert.Single(PipelineFolders.Find([Folder], []));

    private Task RemoveAsync() =>
        PipelineFolders.RemoveAsync(Folder, entry => entry.Configure(null, TimeProvider.System), null, Token);

    // What a kill leaves of a pipeline without a folder of the user's: everything, and a manifest that says it was not to be kept.
    private async Task LeaveOrphanAsync()
    {
        await RunAsync(10);
        await EditManifestAsync(manifest => manifest["keepsData"] = false);
    }
}
