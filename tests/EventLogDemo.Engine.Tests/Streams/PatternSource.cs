using System.Buffers.Binary;
using EventLogDemo.Engine.Events;

namespace EventLogDemo.Engine.Tests.Streams;

/// <summary>Bodies of one size that begin with their seq.</summary>
internal sealed class PatternSource(int size, long count = long.MaxValue) : IEventSource
{
    private long _left = count;

    public string Description => "Pattern";

    public int MaxBodyBytes => size;

    public bool IsDisposed { get; private set; }

    public SourceRead Read(ushort stream, int partition, long seq, Span<byte> body, out int length)
    {
        length = size;
        if (_left-- <= 0)
        {
            return SourceRead.End;
        }

        body[..size].Fill((byte)('a' + (seq % 26)));
        if (size >= sizeof(long))
        {
            BinaryPrimitives.WriteInt64LittleEndian(body, seq);
        }

        return SourceRead.Body;
    }

    public void Dispose() => IsDisposed = true;
}
