using System.Management.Automation;
using EventLogDemo.PowerShell.Bridge;
using Microsoft.Extensions.Time.Testing;
using Xunit;
using Host = System.Management.Automation.PowerShell;

namespace EventLogDemo.PowerShell.Tests.Bridge;

public sealed class OperationProgressTests
{
    [Theory]
    [InlineData(1900, 0)]
    [InlineData(2000, 2)]
    [InlineData(3000, 7)]
    public async Task Bar_comes_after_two_seconds_five_times_a_second_and_goes_at_the_end(int milliseconds, int records)
    {
        await using ModuleSession session = new(typeof(TestProgressCommand));
        using Host host = session.Create($"Test-Progress {milliseconds}");

        host.Invoke();

        List<ProgressRecord> shown = [.. host.Streams.Progress];
        Assert.Equal(records, shown.Count);
        Assert.All(shown.SkipLast(1), record => Assert.Contains("latest", record.StatusDescription, StringComparison.Ordinal));
        Assert.All(shown.TakeLast(1), record => Assert.Equal(ProgressRecordType.Completed, record.RecordType));
    }
}

[Cmdlet(VerbsDiagnostic.Test, "Progress")]
public sealed class TestProgressCommand : PSCmdlet
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    [Parameter(Position = 0)]
    public int Milliseconds { get; set; }

    protected override void EndProcessing()
    {
        FakeTimeProvider time = new();
        using OperationProgress progress = new(this, "Working", time);
        progress.Report("latest");
        for (TimeSpan passed = TimeSpan.Zero; passed < TimeSpan.FromMilliseconds(Milliseconds); passed += Step)
        {
            time.Advance(Step);
            progress.Show();
        }
    }
}
