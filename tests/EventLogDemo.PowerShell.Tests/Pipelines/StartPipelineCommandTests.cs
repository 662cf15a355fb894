using System.Management.Automation;
using EventLogDemo.Engine.Embedded;
using EventLogDemo.Engine.Environments;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.PowerShell.Pipelines;
using Xunit;
using Host = System.Management.Automation.PowerShell;
using Pipeline = EventLogDemo.Engine.Pipelines.Pipeline;

namespace EventLogDemo.PowerShell.Tests.Pipelines;

public sealed class StartPipelineCommandTests
{
    [Fact]
    public async Task Started_pipeline_has_the_options_and_is_the_running_one()
    {
        await using ModuleSession session = new();

        Pipeline pipeline = session.Start("orders -PartitionCount 2 -BucketSize 500 -RefreshInterval 2m");

        Assert.Equal(("orders", 2, 500), (pipeline.Name, pipeline.Manifest.PartitionCount, pipeline.Manifest.BucketSize));
        Assert.Equal(TimeSpan.FromMinutes(2), pipeline.Options.RefreshInterval);
        Assert.Same(pipeline, PipelineRegistry.Current.GetDefault());
        Assert.Equal(pipeline.Manifest.Id, Assert.IsType<PipelineInfo>(Assert.Single(session.Get("Get-Pipeline ord*"))).Id);
    }

    [Theory]
    [InlineData("-PartitionCount 0", "OptionRange", "from 1 to 1,024")]
    [InlineData("-PartitionCount -1", "OptionRange", "from 1 to 1,024")]
    [InlineData("-PartitionCount 99999999999", "OptionRange", "is 99,999,999,999; it must be from 1 to 1,024")]
    [InlineData("-BucketSize 1", "OptionRange", "from 100 to 1,000,000")]
    [InlineData("-RefreshInterval 0", "OptionRange", "from 100 ms to 1 h")]
    [InlineData("-RefreshInterval -5s", "OptionRange", "from 100 ms")]
    [InlineData("-Timeout 10d", "OptionRange", "from 1 ms to")]
    [InlineData("-Timeout soon", "DurationFormat", "10s, 2m, 1h")]
    [InlineData("-Environment Dokcer", "UnknownEnvironment", "Embedded")]
    [InlineData("-Name 'a b'", "PipelineName", "letters, digits")]
    [InlineData("-Name ''", "PipelineName", "letters, digits")]
    [InlineData("-Path Env:/x", "NotFileSystemPath", "file system path: it belongs to the provider Environment")]
    [InlineData("-Path \"a`0b\"", "NotFileSystemPath", "file system path: it contains a null character")]
    [InlineData("-Path nodrive:/x", "NotFileSystemPath", "file system path: there is no drive 'nodrive'")]
    public async Task Bad_input_has_its_own_id_and_starts_nothing(string arguments, string id, string says)
    {
        await using ModuleSession session = new();

        ErrorRecord error = session.Fail($"Start-Pipeline {arguments}", id);

        Assert.Contains(says, error.ToString(), StringComparison.Ordinal);
        Assert.Empty(PipelineRegistry.Current.All);
    }

    [Fact]
    public async Task Second_pipeline_of_a_name_is_refused_and_the_first_stays()
    {
        await using ModuleSession session = new();
        Pipeline first = session.Start("one");

        session.Fail("Start-Pipeline ONE", "PipelineNameInUse");

        Assert.Same(first, PipelineRegistry.Current.GetDefault());
    }

    [Fact]
    public async Task WhatIf_makes_neither_pipeline_nor_folder()
    {
        await using ModuleSession session = new();
        string folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

        Assert.Empty(session.Get($"Start-Pipeline -Path '{folder}' -WhatIf"));

        Assert.Empty(PipelineRegistry.Current.All);
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public async Task Folder_that_was_kept_is_connected_to_and_not_started_again()
    {
        await using ModuleSession session = new();
        string folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        Pipeline made = session.Start($"kept -Path '{folder}'");
        session.Get("Stop-Pipeline");
        Assert.True(Directory.Exists(folder));

        session.Fail($"Start-Pipeline -Path '{folder}'", "DataFolderNotEmpty");
        PipelineInfo found = Assert.IsType<PipelineInfo>(Assert.Single(session.Get($"Connect-Pipeline '{folder}'")));

        Assert.Equal(made.Manifest.Id, found.Id);
        session.Get("Stop-Pipeline -RemoveData");
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public async Task Home_that_cannot_be_written_is_an_error_that_suggests_a_path()
    {
        await using ModuleSession session = new();
        string file = Path.GetTempFileName();
        using TemporaryHome home = new(Path.Combine(file, "home"));

        ErrorRecord error = session.Fail("Start-Pipeline", "DataFolderAccess");

        Assert.Contains("-Path", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Contains(file, error.ToString(), StringComparison.Ordinal);
        File.Delete(file);
    }

    [Theory]
    [InlineData(nameof(CrashPoint.FolderOwned))]
    [InlineData(nameof(CrashPoint.ManifestWritten))]
    [InlineData(nameof(CrashPoint.LogOpened))]
    [InlineData(nameof(CrashPoint.PartsOpened))]
    [InlineData(TestStartCommand.Opened)]
    public async Task Stop_at_a_moment_of_the_start_leaves_no_pipeline_that_nobody_was_given(string moment)
    {
        await using ModuleSession session = new(typeof(TestStartCommand));
        string folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        TestStartCommand.Reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using Host host = session.Create($"Test-Start '{folder}' {moment}");
        using PSDataCollection<PSObject> given = new() { EnumeratorNeverBlocks = true };

        IAsyncResult run = host.BeginInvoke<PSObject, PSObject>(null, given);
        await TestStartCommand.Reached.Task.WaitAsync(TestContext.Current.CancellationToken);
        await Eventually.EndsAsync(host.Stop, TestContext.Current.CancellationToken);

        Assert.Throws<PipelineStoppedException>(() => host.EndInvoke(run));
        Assert.Empty(given);
        Assert.Empty(PipelineRegistry.Current.All);
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public async Task Error_after_the_start_leaves_no_pipeline_that_nobody_was_given()
    {
        await using ModuleSession session = new(typeof(TestStartCommand));
        string folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

        session.Fail($"Test-Start '{folder}' {TestStartCommand.Closed}", "PipelineClosed");

        Assert.Empty(PipelineRegistry.Current.All);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Folder_of_an_environment_that_this_version_lacks_is_not_connected_to()
    {
        await using ModuleSession session = new();
        string folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        session.Get($"$null = Start-Pipeline -Path '{folder}'; Stop-Pipeline");
        string manifest = Path.Combine(folder, "pipeline.json");
        await File.WriteAllTextAsync(
            manifest,
            (await File.ReadAllTextAsync(manifest, TestContext.Current.CancellationToken)).Replace("\"Embedded\"", "\"Kubernetes\"", StringComparison.Ordinal),
            TestContext.Current.CancellationToken);

        ErrorRecord error = session.Fail($"Connect-Pipeline '{folder}'", "UnknownEnvironment");

        Assert.Equal((ErrorCategory.InvalidData, folder), (error.CategoryInfo.Category, error.TargetObject));
        Assert.Empty(PipelineRegistry.Current.All);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Folder_without_a_pipeline_is_not_connected_to()
    {
        await using ModuleSession session = new();

        session.Fail("Connect-Pipeline '/no/such/folder'", "DataFolderNotFound");

        Assert.Empty(PipelineRegistry.Current.All);
    }
}

/// <summary>Starts a pipeline that stands still at one moment of its start until the command is stopped.</summary>
[Cmdlet(VerbsDiagnostic.Test, "Start")]
public sealed class TestStartCommand : NewPipelineCmdlet
{
    /// <summary>The moment after the last one of the start itself.</summary>
    public const string Opened = nameof(Opened);

    /// <summary>Not a moment to stand still at: the pipeline is closed before the command has it.</summary>
    public const string Closed = nameof(Closed);

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    public static TaskCompletionSource Reached { get; set; } = new();

    [Parameter(Position = 0)]
    public string Path { get; set; } = "";

    [Parameter(Position = 1)]
    public string Moment { get; set; } = "";

    protected override void EndProcessing() => Demand(() =>
    {
        EmbeddedEnvironment environment = new(TimeProvider.System) { AtPoint = point => Pass(point.ToString()) };
        Open(
            "Starting",
            "stopped",
            "started",
            async (progress, cancellationToken) =>
            {
                Pipeline pipeline = await environment.StartAsync(
                    new PipelineOptions { Name = "stopped", Path = Path }, progress, cancellationToken);
                Pass(Opened);
                if (Moment == Closed)
                {
                    await pipeline.DisposeAsync();
                }

                return pipeline;
            },
            undo: new PipelineEnd { DeletesData = true });
    });

    private void Pass(string moment)
    {
        if (moment == Moment && Reached.TrySetResult())
        {
            StopToken.WaitHandle.WaitOne(Deadline);
        }
    }
}
