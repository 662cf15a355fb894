using System.Diagnostics;
using System.Globalization;
using EventLogDemo.Engine.Environments;
using EventLogDemo.Engine.Events;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Streams;

namespace EventLogDemo.Bench;

/// <summary>Working set after every tenth of a stream at full speed: it must not grow.</summary>
internal static class BoundedMemory
{
    public static async Task RunAsync(int size, int count, string folder)
    {
        EmbeddedEnvironment environment = new(TimeProvider.System);
        Pipeline pipeline = await environment.StartAsync(new PipelineOptions { Path = folder }, null, CancellationToken.None);
        await using PipelineCleanup cleanup = new(pipeline, new PipelineEnd { DeletesData = true });
        Stopwatch watch = Stopwatch.StartNew();
        LogStream stream = await StreamRoster.Of(pipeline).StartAsync(
            EventGenerator.Create(new GeneratorOptions { SizeBytes = size, Format = EventFormat.Syslog }),
            new LogStreamOptions { Rate = 0, Count = count },
            CancellationToken.None);
        int tenths = 0;
        while (!stream.Completion.IsCompleted)
        {
            await Task.WhenAny(stream.Completion, Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, CancellationToken.None));
            int now = (int)(10 * stream.Counts.Acked / count);
            if (now > tenths)
            {
                tenths = now;
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{stream.Counts.Acked,12:N0} acknowledged after {watch.Elapsed.TotalSeconds,5:N1} s, working set {Environment.WorkingSet >> 20} MB"));
            }
        }
    }
}
