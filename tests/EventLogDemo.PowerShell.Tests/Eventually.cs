using System.Management.Automation;
using Xunit;
using Host = System.Management.Automation.PowerShell;

namespace EventLogDemo.PowerShell.Tests;

/// <summary>Waits for something that another thread does. The deadline is only there so that a failing test ends.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    public static async Task TrueAsync(Func<Task<bool>> condition, CancellationToken cancellationToken)
    {
        using CancellationTokenSource deadline = new(Deadline, TimeProvider.System);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        using PeriodicTimer timer = new(Interval, TimeProvider.System);
        while (!await condition())
        {
            await timer.WaitForNextTickAsync(either.Token);
        }
    }

    /// <summary>Runs something that must end by itself.</summary>
    public static Task EndsAsync(Action act, CancellationToken cancellationToken) =>
        Task.Run(act, cancellationToken).WaitAsync(Deadline, TimeProvider.System, cancellationToken);

    /// <summary>Runs a command that goes on for ever, stops it after its first object as Ctrl+C does, and sees it end as stopped.</summary>
    public static async Task StopsAfterItsFirstObjectAsync(Host host, CancellationToken cancellationToken)
    {
        using PSDataCollection<PSObject> output = [];
        TaskCompletionSource first = new(TaskCreationOptions.RunContinuationsAsynchronously);
        output.DataAdded += (_, _) => first.TrySetResult();

        IAsyncResult run = host.BeginInvoke<PSObject, PSObject>(null, output);
        await first.Task.WaitAsync(cancellationToken);
        await EndsAsync(host.Stop, cancellationToken);

        Assert.Throws<PipelineStoppedException>(() => host.EndInvoke(run));
    }
}
