using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using EventLogDemo.Engine.Processes;
using EventLogDemo.Engine.Tests.Conformance;

namespace EventLogDemo.Engine.Tests.Processes;

public sealed class ChildProcessTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Exit_code_output_and_variables_are_passed()
    {
        LastLines lines = new(10);
        int exitCode = await RunAsync("echo out $GIVEN; echo; echo err >&2; exit 7", lines.Add, Token);

        Assert.Equal(7, exitCode);
        Assert.Equal(["err", "out value"], lines.All.Order());
    }

    [Fact]
    public async Task Standard_input_is_closed()
    {
        LastLines lines = new(10);
        await RunAsync("read answer || echo nobody", lines.Add, Token);

        Assert.Equal(["nobody"], lines.All);
    }

    [Fact]
    public async Task Missing_program_is_a_Win32_error() =>
        await Assert.ThrowsAsync<Win32Exception>(() => ChildProcess.RunAsync("no-such-program-anywhere", [], null, _ => { }, Token));

    [Fact]
    public async Task Cancelling_kills_the_whole_process_tree()
    {
        TaskCompletionSource<int> started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenSource cancelled = CancellationTokenSource.CreateLinkedTokenSource(Token);
        Task<int> running = RunAsync(
            "sleep 600 & echo $!; wait", line => started.TrySetResult(int.Parse(line, CultureInfo.InvariantCulture)), cancelled.Token);
        int grandchild = await started.Task.WaitAsync(PipelineFixture.Deadline, TimeProvider.System, Token);

        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);

        await PipelineFixture.UntilAsync(() => HasEnded(grandchild), "the end of what it had started");
    }

    [Fact]
    public async Task Processes_left_running_are_not_waited_for()
    {
        LastLines lines = new(10);
        int exitCode = await RunAsync("sleep 600 & echo $!; exit 3", lines.Add, Token).WaitAsync(PipelineFixture.Deadline, TimeProvider.System, Token);

        Assert.Equal(3, exitCode);
        using Process left = Process.GetProcessById(int.Parse(Assert.Single(lines.All), CultureInfo.InvariantCulture));
        Assert.False(left.HasExited);
        left.Kill();
    }

    [Fact]
    public async Task Abandoning_the_output_kills_it()
    {
        Skip();
        int id = 0;
        ChildProcess process = ChildProcess.Start("sh", ["-c", "echo $$; sleep 600"]);
        await using (process)
        {
            await foreach (string line in process.ReadOutputAsync(Token))
            {
                id = int.Parse(line, CultureInfo.InvariantCulture);
                break;
            }
        }

        Assert.True(HasEnded(id));
    }

    [Fact]
    public void Only_the_last_lines_are_kept()
    {
        LastLines lines = new(2);
        ((List<string>)["a", "b", "c"]).ForEach(lines.Add);

        Assert.Equal(["b", "c"], lines.All);
    }

    private static Task<int> RunAsync(string script, Action<string> line, CancellationToken cancellationToken)
    {
        Skip();
        return ChildProcess.RunAsync(
            "sh", ["-c", script], new Dictionary<string, string> { ["GIVEN"] = "value" }, line, cancellationToken);
    }

    private static void Skip() => Assert.SkipWhen(OperatingSystem.IsWindows(), "the programs are written for a POSIX shell");

    internal static bool HasEnded(int id)
    {
        try
        {
            using Process process = Process.GetProcessById(id);
            // A zombie, if its exit status has not been collected yet.
            return process.HasExited || process.Threads.Count == 0;
        }
        catch (ArgumentException)
        {
            return true;
        }
    }
}
