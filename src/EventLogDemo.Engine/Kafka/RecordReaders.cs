using Confluent.Kafka;
using EventLogDemo.Engine.Events;

namespace EventLogDemo.Engine.Kafka;

/// <summary>Reads the identity from a record's key; any other key means that the record carries none.</summary>
internal sealed class IdentityReader : IDeserializer<EventIdentity>
{
    public static IdentityReader Instance { get; } = new();

    public EventIdentity Deserialize(ReadOnlySpan<byte> data, bool isNull, SerializationContext context) =>
        EventIdentity.TryRead(data, out EventIdentity identity) ? identity : EventIdentity.None;
}

/// <summary>
/// Takes a record's value out of the client's memory, which goes with the record, into a buffer of its own, and gives its length
/// as the value: no array a record.
/// </summary>
internal sealed class RecordSink : IDeserializer<int>
{
    private byte[] _body = new byte[64 * 1024];

    /// <summary>The last value that was taken.</summary>
    public ReadOnlySpan<byte> Body(int length) => _body.AsSpan(0, length);

    public int Deserialize(ReadOnlySpan<byte> data, bool isNull, SerializationContext context)
    {
        if (data.Length > _body.Length)
        {
            _body = new byte[data.Length];
        }

        data.CopyTo(_body);
        return data.Length;
    }
}
