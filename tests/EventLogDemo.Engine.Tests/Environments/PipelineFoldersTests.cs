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
    public async Task Folder_that_is_kept_on_purpose_is_not_an_orphan()
    {
        await RunAsync(10);

        Assert.Equal(PipelineFolderState.Stopped, Find().State);
    }

    [Fact]
    public async Task Running_pipeline_is_found_in_any_location()
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
    public async Task Finding_a_folder_does_not_prevent_opening_it()
    {
        await LeaveOrphanAsync();
        Find();

        await using Pipeline pipeline = await ConnectAsync();

        Assert.Equal(PipelineFolderState.InUse, Find().State);
    }

    [Fact]
    public async Task Removing_an_orphan_keeps_other_files()
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
    public async Task Folder_with_a_damaged_manifest_reports_the_reason_and_can_be_removed()
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
    public void Empty_folder_is_not_listed()
    {
        Directory.CreateDirectory(Folder);

        Assert.Empty(PipelineFolders.Find([Folder], []));
    }

    private PipelineFolder Find() => Assert.Single(PipelineFolders.Find([Folder], []));

    private Task RemoveAsync() =>
        PipelineFolders.RemoveAsync(Folder, entry => entry.Configure(null, TimeProvider.System), null, Token);

    // A kill leaves everything of a pipeline with a temporary folder, including a manifest that says so.
    private async Task LeaveOrphanAsync()
    {
        await RunAsync(10);
        await EditManifestAsync(manifest => manifest["keepsData"] = false);
    }
}
