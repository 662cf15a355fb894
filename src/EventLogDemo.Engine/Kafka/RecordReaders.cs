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
/// Copies a record's value from the client's memory, which is freed with the record, to a buffer of its own and returns the length
/// as the value, which avoids an array per record.
/// </summary>
internal sealed class RecordSink : IDeserializer<int>
{
    private byte[] _body = new byte[64 * 1024];

    /// <summary>The last value that was copied.</summary>
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
