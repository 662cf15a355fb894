using System.Buffers.Binary;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.CrashChild;

/// <summary>
/// Acknowledgements as bytes on a pipe: the run (16 bytes) once, then 20 bytes for each range: partition i32, first seq i64,
/// count i64. A partition of -1 means that the process has halted. Once a write has returned, the parent can read it, whatever
/// happens to this process.
/// </summary>
internal sealed class AcknowledgementPipe(Stream pipe)
{
    /// <summary>Size of a range on the pipe, in bytes.</summary>
    public const int RangeSize = 20;

    private readonly Lock _gate = new();
    private long _count;

    /// <summary>Number of events acknowledged so far.</summary>
    public long Count => Interlocked.Read(ref _count);

    public void WriteRun(Guid run)
    {
        lock (_gate)
        {
            pipe.Write(run.ToByteArray(bigEndian: true));
            pipe.Flush();
        }
    }

    public void Report(DeliveryReport report)
    {
        if (report.Outcome == DeliveryOutcome.Acked)
        {
            Write(report.Partition, report.FirstSeq, report.Count);
            Interlocked.Add(ref _count, report.Count);
        }
    }

    /// <summary>Reports that the process has halted, and never returns.</summary>
    public void Halt()
    {
        Write(-1, 0, 0);
        using ManualResetEvent never = new(false);
        never.WaitOne();
    }

    private void Write(int partition, long firstSeq, long count)
    {
        Span<byte> range = stackalloc byte[RangeSize];
        BinaryPrimitives.WriteInt32LittleEndian(range, partition);
        BinaryPrimitives.WriteInt64LittleEndian(range[4..], firstSeq);
        BinaryPrimitives.WriteInt64LittleEndian(range[12..], count);
        lock (_gate)
        {
            pipe.Write(range);
            pipe.Flush();
        }
    }
}
