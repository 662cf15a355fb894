using EventLogDemo.Engine.Events;

namespace EventLogDemo.Engine.Tests.Streams;

/// <summary>A source that answers each read as the test says, by the number of the read.</summary>
internal sealed class ScriptedSource(Func<int, SourceRead> answer) : IEventSource
{
    public string Description => "Scripted";

    public int MaxBodyBytes => 16;

    public int Reads { get; private set; }

    public SourceRead Read(ushort stream, int partition, long seq, Span<byte> body, out int length)
    {
        SourceRead found = answer(Reads++);
        length = found == SourceRead.TooLarge ? EventLimits.MaxBodyBytes + 1 : 16;
        body[..16].Fill((byte)Reads);
        return found;
    }

    public void Dispose()
    {
    }
}
