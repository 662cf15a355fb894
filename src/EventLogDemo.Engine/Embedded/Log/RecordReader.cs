using System.Buffers.Binary;
using EventLogDemo.Engine.Events;

namespace EventLogDemo.Engine.Embedded.Log;

/// <summary>Enumerates the records of a stored <see cref="RecordBatch"/>.</summary>
/// <param name="records">The records.</param>
internal ref struct RecordReader(ReadOnlySpan<byte> records)
{
    private ReadOnlySpan<byte> _rest = records;

    public EventIdentity Identity { get; private set; }

    public ReadOnlySpan<byte> Body { get; private set; }

    /// <summary>Advances to the next record.</summary>
    /// <exception cref="InvalidDataException">The records are truncated.</exception>
    public bool Read()
    {
        if (_rest.IsEmpty)
        {
            return false;
        }

        int length = _rest.Length < RecordBatch.RecordOverhead ? -1 : BinaryPrimitives.ReadInt32LittleEndian(_rest[EventIdentity.Size..]);
        if (length < 0 || length > _rest.Length - RecordBatch.RecordOverhead)
        {
            throw new InvalidDataException("a record is truncated");
        }

        if (!EventIdentity.TryRead(_rest[..EventIdentity.Size], out EventIdentity identity))
        {
            // The version byte is kept: 0 means that the record has no identity, any other that it has one that this build cannot read.
            identity = EventIdentity.None with { Version = _rest[0] };
        }

        Identity = identity;
        Body = _rest.Slice(RecordBatch.RecordOverhead, length);
        _rest = _rest[(RecordBatch.RecordOverhead + length)..];
        return true;
    }
}
