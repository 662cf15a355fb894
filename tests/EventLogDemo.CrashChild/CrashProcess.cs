using System.Buffers.Binary;
using System.Diagnostics;
using EventLogDemo.Engine.Stepping;

namespace EventLogDemo.CrashChild;

/// <summary>This program as its parent sees it.</summary>
internal static class CrashProcess
{
    /// <summary>Starts it; its standard output is an <see cref="AcknowledgementPipe"/>.</summary>
    public static Process Start(params IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        foreach (string argument in (string[])["exec", typeof(CrashProcess).Assembly.Location, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start) ?? throw new InvalidOperationException("The process could not be started.");
    }

    /// <summary>Runs it until it halts, kills it, and returns its run and the acknowledged seqs by partition.</summary>
    public static async Task<(Guid Run, Dictionary<int, IntervalSet> Acknowledged)> RunUntilKilledAsync(
        CancellationToken cancellationToken, params IEnumerable<string> arguments)
    {
        using Process child = Start(arguments);
        try
        {
            Stream pipe = child.StandardOutput.BaseStream;
            byte[] run = new byte[16];
            await pipe.ReadExactlyAsync(run, cancellationToken);
            Dictionary<int, IntervalSet> acknowledged = [];
            byte[] range = new byte[AcknowledgementPipe.RangeSize];
            while (true)
            {
                await pipe.ReadExactlyAsync(range, cancellationToken);
                int partition = BinaryPrimitives.ReadInt32LittleEndian(range);
                if (partition < 0)
                {
                    return (new Guid(run, bigEndian: true), acknowledged);
                }

                if (!acknowledged.TryGetValue(partition, out IntervalSet? seqs))
                {
                    acknowledged.Add(partition, seqs = new IntervalSet());
                }

                long first = BinaryPrimitives.ReadInt64LittleEndian(range.AsSpan(4));
                seqs.Add(first, first + BinaryPrimitives.ReadInt64LittleEndian(range.AsSpan(12)));
            }
        }
        finally
        {
            child.Kill();
            await child.WaitForExitAsync(CancellationToken.None);
        }
    }
}
