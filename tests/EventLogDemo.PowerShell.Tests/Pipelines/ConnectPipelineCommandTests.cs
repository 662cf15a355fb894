using System.Management.Automation;
using EventLogDemo.Engine.Pipelines;
using Xunit;

namespace EventLogDemo.PowerShell.Tests.Pipelines;

public sealed class ConnectPipelineCommandTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    [Fact]
    public async Task Two_folders_of_one_name_are_open_side_by_side_under_two_names()
    {
        await using ModuleSession session = new();
        Keep(session, "one", 1);
        Keep(session, "two", 2);

        session.Get($"$null = Connect-Pipeline '{_folder}/one'; $null = Connect-Pipeline '{_folder}/two' -Name second");

        Assert.Equal(["default", "second"], PipelineRegistry.Current.All.Select(pipeline => pipeline.Name));
        Assert.Equal([1L, 2L], session.Get("'default', 'second' | ForEach-Object { @(Get-LogEvent -From Kafka -Pipeline $_).Count }")
            .Select(count => Convert.ToInt64(count, provider: null)));
        session.Get("Stop-Pipeline second");
        Assert.Equal("default", PipelineRegistry.Current.GetDefault().Name);
        session.Get($"$null = Connect-Pipeline '{_folder}/two' -Name third");
        Assert.Equal("default", PipelineRegistry.Current.Get("third").Manifest.Name);
    }

    [Fact]
    public async Task Name_that_is_taken_or_invalid_opens_nothing_and_the_folder_stays_free()
    {
        await using ModuleSession session = new();
        Keep(session, "one", 1);
        session.Start();

        ErrorRecord taken = session.Fail($"Connect-Pipeline '{_folder}/one'", "PipelineNameInUse");
        session.Fail($"Connect-Pipeline '{_folder}/one' -Name 'a b'", "PipelineName");

        Assert.Contains("-Name", taken.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        session.Get($"Connect-Pipeline '{_folder}/one' -Name other");
    }

    [Fact]
    public async Task Of_several_that_are_piped_in_one_that_fails_keeps_no_other_closed()
    {
        await using ModuleSession session = new();
        Keep(session, "one", 1);
        Keep(session, "two", 1);

        (IReadOnlyList<object> output, IReadOnlyList<ErrorRecord> errors) = session.Run(
            $"'one', 'none', 'two' | ForEach-Object {{ [pscustomobject]@{{ Path = \"{_folder}/$_\"; Name = $_ }} }} | Connect-Pipeline");

        Assert.Equal(2, output.Count);
        Assert.StartsWith("DataFolderNotFound,", Assert.Single(errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(["one", "two"], PipelineRegistry.Current.All.Select(pipeline => pipeline.Name));
    }

    private void Keep(ModuleSession session, string folder, int events) => session.Get(
        $"$null = Start-Pipeline -Path '{_folder}/{folder}'; $null = 1..{events} | ForEach-Object {{ \"event $_\" }} | Send-LogEvent; Stop-Pipeline");
}
