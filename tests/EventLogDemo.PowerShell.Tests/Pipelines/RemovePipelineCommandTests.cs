using EventLogDemo.Engine.Pipelines;
using Xunit;

namespace EventLogDemo.PowerShell.Tests.Pipelines;

public sealed class RemovePipelineCommandTests
{
    [Fact]
    public async Task Orphan_is_listed_beside_the_running_pipeline_and_can_be_removed()
    {
        using TemporaryHome home = new();
        await using ModuleSession session = new();
        string orphan = LeaveOrphan(session, home);

        PipelineFolderInfo[] all = [.. session.Get("Get-Pipeline -All").Cast<PipelineFolderInfo>()];
        Assert.Equal(["Orphaned", "Running"], all.Select(folder => folder.State).Order());
        session.Get("Get-Pipeline -All | Where-Object State -eq Orphaned | Remove-Pipeline -WhatIf");
        Assert.True(Directory.Exists(orphan));
        session.Get("Get-Pipeline -All | Where-Object State -eq Orphaned | Remove-Pipeline");

        Assert.False(Directory.Exists(orphan));
        Assert.Equal("Running", Assert.Single(session.Get("Get-Pipeline -All").Cast<PipelineFolderInfo>()).State);
    }

    [Fact]
    public async Task Orphan_pipes_into_Connect_Pipeline_with_what_it_holds()
    {
        using TemporaryHome home = new();
        await using ModuleSession session = new();
        string orphan = LeaveOrphan(session, home);
        session.Get("Stop-Pipeline");

        session.Get("$null = Get-Pipeline -All | Connect-Pipeline");

        Assert.Equal(orphan, Assert.Single(session.Get("Get-Pipeline").Cast<PipelineInfo>()).Folder);
        Assert.Equal(3L, Assert.Single(session.Get("Wait-Pipeline -Drained").Cast<PipelineMetricInfo>()).KafkaCount);
    }

    [Fact]
    public async Task Running_pipeline_is_not_removed()
    {
        using TemporaryHome home = new();
        await using ModuleSession session = new();
        Pipeline pipeline = session.Start();

        session.Fail("Get-Pipeline -All | Remove-Pipeline", "DataFolderInUse");

        Assert.False(pipeline.IsClosed);
        Assert.True(Directory.Exists(pipeline.Folder));
    }

    [Fact]
    public async Task Folder_of_an_orphan_does_not_stop_the_running_pipeline_of_its_name()
    {
        using TemporaryHome home = new();
        await using ModuleSession session = new();
        LeaveOrphan(session, home);

        session.Fail("Get-Pipeline -All | Where-Object State -eq Orphaned | Stop-Pipeline -RemoveData", "InputObject");

        Assert.Single(PipelineRegistry.Current.All);
    }

    [Theory]
    [InlineData(900_000_000, 0)]
    [InlineData(1_100_000_000, 1)]
    public async Task Start_warns_once_when_orphans_hold_more_than_a_gigabyte(long bytes, int warnings)
    {
        using TemporaryHome home = new();
        await using ModuleSession session = new();
        string orphan = LeaveOrphan(session, home);
        // Sparse: it has that length and takes no room.
        await using (FileStream large = File.Create(Path.Combine(orphan, "store.db-wal")))
        {
            large.SetLength(bytes);
        }

        using System.Management.Automation.PowerShell host = session.Create("Start-Pipeline second");
        host.Invoke();

        Assert.Equal(warnings, host.Streams.Warning.Count);
        Assert.All(host.Streams.Warning, warning => Assert.Contains("hold 1.1 GB", warning.Message, StringComparison.Ordinal));
    }

    // As a kill would: the folder with all its files, and no process that owns it.
    private static string LeaveOrphan(ModuleSession session, TemporaryHome home)
    {
        Pipeline pipeline = session.Start();
        session.Get("'a', 'b', 'c' | Send-LogEvent; Wait-Pipeline -Drained; Stop-PipelineService *");
        string orphan = Path.Combine(home.Folder, "pipelines", "left");
        foreach (string file in Directory.EnumerateFiles(pipeline.Folder, "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) != "owner.lock"))
        {
            string copy = Path.Combine(orphan, Path.GetRelativePath(pipeline.Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return orphan;
    }
}
