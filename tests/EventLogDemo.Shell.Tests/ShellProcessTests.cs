using System.Diagnostics;
using Xunit;

namespace EventLogDemo.Shell.Tests;

public sealed class ShellProcessTests
{
    private const int Terminate = 15;

    [Fact]
    public async Task ScriptWithArguments_BindsThemByNameAndPosition()
    {
        using ScriptFile script = new("""
            param([double] $Rate, [switch] $Fast, [string] $Name, [Parameter(ValueFromRemainingArguments)] $Rest)
            "$Rate|$Fast|$Name|$($Rest -join ',')|$PSScriptRoot"
            """);

        ProcessOutcome outcome = await ChildProcess.RunShellAsync(script.Path, "-Rate", "-5.5", "-Fast", "-Name:it's; exit 9", "one", "$(2)");

        Assert.Equal($"-5.5|True|it's; exit 9|one,$(2)|{script.Folder}", Assert.Single(outcome.Lines));
        Assert.Equal(0, outcome.ExitCode);
    }

    [Fact]
    public async Task ScriptWithoutParameters_HasItsArguments()
    {
        using ScriptFile script = new("\"$($args.Count): $args\"");

        ProcessOutcome outcome = await ChildProcess.RunShellAsync("-File", script.Path, "1", "two words", "-x");

        Assert.Equal("3: 1 two words -x", Assert.Single(outcome.Lines));
    }

    [Fact]
    public async Task VariablesOfTheScript_AreSeenByItsFunctions()
    {
        using ScriptFile script = new("$count = 1; function Add { $script:count++ }; Add; Add; $count; $MyInvocation.MyCommand.Name");

        Assert.Equal(["3", "a script.ps1"], (await ChildProcess.RunShellAsync(script.Path)).Lines);
    }

    [Theory]
    [InlineData("'fine'", 0)]
    [InlineData("exit 7", 7)]
    [InlineData("try { exit 3 } finally { 'closing' }", 3)]
    [InlineData("throw 'boom'", 1)]
    [InlineData("if (}", 1)]
    [InlineData("param([Parameter(Mandatory)] $Missing) 'fine'", 1)]
    [InlineData("1 / 0", 0)]
    [InlineData("$ErrorActionPreference = 'Stop'; Get-Nothing", 1)]
    public async Task ExitOfScript_IsTheExitCode(string text, int expected)
    {
        using ScriptFile script = new(text);

        Assert.Equal(expected, (await ChildProcess.RunShellAsync(script.Path)).ExitCode);
    }

    [Theory]
    [InlineData("'fine'", 0)]
    [InlineData("exit 4", 4)]
    [InlineData("Get-Nothing; 'goes on'", 0)]
    [InlineData("Get-Nothing", 1)]
    public async Task ExitOfCommand_IsTheExitCode(string text, int expected) =>
        Assert.Equal(expected, (await ChildProcess.RunShellAsync("-Command", text)).ExitCode);

    [Fact]
    public async Task Errors_GoToStandardErrorWithTheirPosition()
    {
        using ScriptFile script = new("'before'\nthrow 'boom'");

        ProcessOutcome outcome = await ChildProcess.RunShellAsync(script.Path);

        Assert.Equal("before", Assert.Single(outcome.Lines));
        Assert.Contains($"{script.Path}:2", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("boom", outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{{{", "closing '}'")]
    [InlineData("if (", "after 'if ('")]
    [InlineData("'abc", "terminator")]
    [InlineData("Get-Pipeline |", "empty pipe element")]
    public async Task CommandThatDoesNotParse_ReportsTheError(string text, string says)
    {
        ProcessOutcome outcome = await ChildProcess.RunShellAsync("-Command", text);

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains(says, outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RedirectedStreams_CarryNoColourCodes()
    {
        ProcessOutcome outcome = await ChildProcess.RunShellAsync("-Command", "Get-Module; $Host.UI.WriteLine('Red', 'Black', 'red'); Get-Nothing");

        Assert.Contains("EventLogDemo", outcome.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', outcome.Output + outcome.Error);
    }

    [Theory]
    [InlineData("$Host.UI.ReadLine()")]
    [InlineData("$Host.UI.PromptForChoice('c', 'm', @([System.Management.Automation.Host.ChoiceDescription]::new('&Yes')), 0)")]
    [InlineData("Remove-Module -Name EventLogDemo -Confirm")]
    [InlineData("& { param([Parameter(Mandatory)] $Value) $Value }")]
    public async Task APrompt_IsAnErrorAndNeverHangs(string text)
    {
        ProcessOutcome outcome = await ChildProcess.RunShellAsync("-Command", text);

        Assert.Equal(1, outcome.ExitCode);
        Assert.NotEqual(string.Empty, outcome.Error);
    }

    [Fact]
    public async Task TerminateSignal_StopsTheScriptAndRunsItsFinally()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signal that a process could be sent.");
        using ScriptFile script = new("""
            try { 'started'; while ($true) { $null = [System.Threading.Thread]::Yield() } } finally { [Console]::WriteLine('closed') }
            """);

        ProcessOutcome outcome = await ChildProcess.RunAsync(ChildProcess.Shell(script.Path), Signal);

        Assert.Equal(["started", "closed"], outcome.Lines);
        Assert.Equal(128 + Terminate, outcome.ExitCode);
    }

    [Fact]
    public async Task TerminateSignal_ClosesNoPipelineWhileTheScriptRuns()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signal that a process could be sent.");
        using ScriptFile script = new("""
            $pipeline = Start-Pipeline
            try { 'started'; while ($true) { $null = Get-PipelineMetric } }
            finally { [Console]::WriteLine("closed here: $(-not $pipeline.IsClosed)"); Stop-Pipeline -RemoveData -Confirm:$false }
            """);

        ProcessOutcome outcome = await ChildProcess.RunAsync(ChildProcess.Shell(script.Path), Signal);

        Assert.Equal(["started", "closed here: True"], outcome.Lines);
        Assert.Equal(string.Empty, outcome.Error);
        Assert.Equal(128 + Terminate, outcome.ExitCode);
    }

    [Theory]
    [InlineData("no such script.ps1")]
    [InlineData("-Nonsense")]
    [InlineData("-ModulePath", "/nowhere", "-Command", "1")]
    public async Task InvalidArguments_AreReportedOnOneLine(params string[] arguments)
    {
        ProcessOutcome outcome = await ChildProcess.RunShellAsync(arguments);

        Assert.Equal(1, outcome.ExitCode);
        Assert.Single(outcome.Error.TrimEnd().Split('\n'));
    }

    [Theory]
    [InlineData("Start-Pipeline")]
    [InlineData("Connect-Pipeline")]
    public async Task FolderOfARunningProcess_IsRefusedToAnother(string command)
    {
        using ScriptFile script = new("");
        string folder = Path.Combine(script.Folder, "data");
        using ScriptFile owner = new($$"""
            $pipeline = Start-Pipeline -Path "{{folder}}"
            'up'
            $null = Watch-PipelineMetric -Interval 100ms -Until { [System.IO.File]::Exists("{{folder}}.done") }
            (Get-PipelineService kafka).State
            Stop-Pipeline -RemoveData -Confirm:$false
            """);
        ProcessOutcome? second = null;

        ProcessOutcome first = await ChildProcess.RunAsync(ChildProcess.Shell(owner.Path), async _ =>
        {
            second = await ChildProcess.RunShellAsync("-Command", $"try {{ {command} -Path \"{folder}\" }} catch {{ $_.FullyQualifiedErrorId; \"$_\" }}");
            await File.WriteAllTextAsync(folder + ".done", "");
        });

        Assert.StartsWith("DataFolderInUse,", second!.Lines[0], StringComparison.Ordinal);
        Assert.Contains(folder, second.Lines[1], StringComparison.Ordinal);
        Assert.Equal(["up", "Ready"], first.Lines);
        Assert.False(Directory.Exists(folder));
    }

    private static async Task Signal(Process process)
    {
        using Process kill = Process.Start("kill", [$"-{Terminate}", $"{process.Id}"]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }
}
