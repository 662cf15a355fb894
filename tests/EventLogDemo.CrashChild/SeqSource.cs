using System.Buffers.Binary;
using EventLogDemo.Engine.Events;

namespace EventLogDemo.CrashChild;

/// <summary>Bodies of 100 bytes that start with their seq.</summary>
internal sealed class SeqSource : IEventSource
{
    public string Description => "Seqs";

    public int MaxBodyBytes => 100;

    public SourceRead Read(ushort stream, int partition, long seq, Span<byte> body, out int length)
    {
        length = MaxBodyBytes;
        body[..length].Fill((byte)'.');
        BinaryPrimitives.WriteInt64LittleEndian(body, seq);
        return SourceRead.Body;
    }

    public void Dispose()
    {
    }
}
