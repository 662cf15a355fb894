using System.Management.Automation;
using System.Runtime.CompilerServices;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.PowerShell.Bridge;
using Xunit;
using Host = System.Management.Automation.PowerShell;

namespace EventLogDemo.PowerShell.Tests.Bridge;

public sealed class AsyncCmdletTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Break_in_the_pipeline_ends_the_sequence()
    {
        await using ModuleSession session = new(typeof(TestEndlessCommand));
        TestEndlessCommand.Running = 0;

        session.Get("foreach ($once in 1) { Test-Endless | ForEach-Object { break } }");

        Assert.Equal(0, TestEndlessCommand.Running);
        Assert.True(TestEndlessCommand.Started);
    }

    [Fact]
    public async Task Stop_of_the_pipeline_ends_the_sequence()
    {
        await using ModuleSession session = new(typeof(TestEndlessCommand));
        TestEndlessCommand.Running = 0;
        using Host host = session.Create("Test-Endless");

        await Eventually.StopsAfterItsFirstObjectAsync(host, Token);
        Assert.Equal(0, TestEndlessCommand.Running);
    }

    [Fact]
    public async Task Stop_while_work_is_awaited_cancels_the_work()
    {
        await using ModuleSession session = new(typeof(TestAwaitCommand));
        TestAwaitCommand.Begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using Host host = session.Create("Test-Await");

        IAsyncResult run = host.BeginInvoke();
        await TestAwaitCommand.Begun.Task.WaitAsync(Token);
        await Eventually.EndsAsync(host.Stop, Token);

        Assert.Throws<PipelineStoppedException>(() => host.EndInvoke(run));
        Assert.True(TestAwaitCommand.Cancelled);
    }

    [Fact]
    public async Task Error_nobody_foresaw_has_an_id_and_its_cause()
    {
        await using ModuleSession session = new(typeof(TestEndlessCommand));

        ErrorRecord error = session.Fail("Test-Endless -Fail", "UnexpectedError");

        Assert.IsType<InvalidTimeZoneException>(error.Exception.InnerException);
        Assert.NotEqual(ErrorCategory.NotSpecified, error.CategoryInfo.Category);
    }

    [Fact]
    public async Task Sequence_that_is_refused_before_it_begins_is_an_error()
    {
        await using ModuleSession session = new(typeof(TestRefusedCommand));

        session.Fail("Test-Refused", "NoPipeline");
    }

    [Fact]
    public async Task Reports_of_the_work_go_to_the_verbose_stream()
    {
        await using ModuleSession session = new(typeof(TestReportCommand));
        using Host host = session.Create("Test-Report -Verbose");

        host.Invoke();

        Assert.Contains("half way", host.Streams.Verbose.Select(record => record.Message));
        Assert.Empty(host.Streams.Progress);
    }

    [Fact]
    public async Task Work_writes_objects_warnings_and_errors_in_the_order_in_which_it_sends_them()
    {
        await using ModuleSession session = new(typeof(TestOutputCommand));

        object[] seen = [.. session.Get("Test-Output 2>&1 3>&1")];

        Assert.Equal(
            ["1", "2", @"careful\e[2J", "No pipeline is running.", "3"],
            seen.Select(item => item.ToString()));
    }

    [Fact]
    public async Task Stop_ends_work_whose_output_nobody_reads()
    {
        await using ModuleSession session = new(typeof(TestFloodCommand));
        TestFloodCommand.Ended = false;

        session.Get("foreach ($once in 1) { Test-Flood | ForEach-Object { break } }");

        Assert.True(TestFloodCommand.Ended);
    }
}

[Cmdlet(VerbsDiagnostic.Test, "Endless")]
public sealed class TestEndlessCommand : AsyncCmdlet
{
    private static int running;

    [Parameter]
    public SwitchParameter Fail { get; set; }

    public static bool Started { get; private set; }

    public static int Running
    {
        get => Volatile.Read(ref running);
        set => Volatile.Write(ref running, value);
    }

    protected override void EndProcessing() => Attempt(() =>
    {
        foreach (int[] batch in Stream(EndlessAsync))
        {
            WriteObject(batch, enumerateCollection: true);
        }
    });

    private async IAsyncEnumerable<int[]> EndlessAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref running);
        Started = true;
        try
        {
            while (!Fail)
            {
                await Task.Yield();
                cancellationToken.ThrowIfCancellationRequested();
                yield return [1, 2, 3];
            }

            throw new InvalidTimeZoneException("nobody foresaw this");
        }
        finally
        {
            Interlocked.Decrement(ref running);
        }
    }
}

[Cmdlet(VerbsDiagnostic.Test, "Await")]
public sealed class TestAwaitCommand : AsyncCmdlet
{
    public static TaskCompletionSource Begun { get; set; } = new();

    public static bool Cancelled { get; private set; }

    protected override void EndProcessing() => Attempt(() => Await("Waiting", async (_, cancellationToken) =>
    {
        Begun.SetResult();
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        }
        finally
        {
            Cancelled = cancellationToken.IsCancellationRequested;
        }
    }));
}

[Cmdlet(VerbsDiagnostic.Test, "Report")]
public sealed class TestReportCommand : AsyncCmdlet
{
    protected override void EndProcessing() => Await("Reporting", (progress, _) =>
    {
        progress.Report("half way");
        return Task.CompletedTask;
    });
}

[Cmdlet(VerbsDiagnostic.Test, "Output")]
public sealed class TestOutputCommand : AsyncCmdlet
{
    protected override void EndProcessing() => Run(activity: null, async (output, _) =>
    {
        await output.WriteAsync(Enumerable.Range(1, 2));
        await output.WriteWarningAsync("careful\u001b[2J");
        await output.WriteErrorAsync(new NoPipelineException());
        await output.WriteAsync(3);
    });
}

[Cmdlet(VerbsDiagnostic.Test, "Flood")]
public sealed class TestFloodCommand : AsyncCmdlet
{
    public static bool Ended { get; set; }

    protected override void EndProcessing() => Run(activity: null, async (output, _) =>
    {
        try
        {
            while (true)
            {
                await output.WriteAsync(1);
            }
        }
        finally
        {
            Ended = true;
        }
    });
}

[Cmdlet(VerbsDiagnostic.Test, "Refused")]
public sealed class TestRefusedCommand : AsyncCmdlet
{
    protected override void EndProcessing() => Attempt(() =>
    {
        foreach (int item in Stream<int>(_ => throw new NoPipelineException()))
        {
            WriteObject(item);
        }
    });
}
