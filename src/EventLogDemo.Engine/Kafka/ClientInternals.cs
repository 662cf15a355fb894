using System.Reflection;
using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace EventLogDemo.Engine.Kafka;

/// <summary>
/// What the managed client hides, and a later one may hide differently. The producer cannot do without it and says so; a request for
/// metadata can.
/// </summary>
internal static class ClientInternals
{
    /// <summary>Finds members of every kind.</summary>
    public const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public;

    private static readonly Lazy<nint> Library = new(FindLibrary);
    private static readonly PropertyInfo? Native = typeof(Handle).GetProperty("LibrdkafkaHandle", Hidden);

    /// <summary>Type of the native client's handle, or null where it is not found.</summary>
    public static Type? HandleType => Native?.PropertyType;

    /// <summary>
    /// A function of the very native library that the client has chosen, for there are several for one platform. It chooses when the
    /// first client is made: whoever asks before finds nothing, then and later.
    /// </summary>
    /// <returns>Its address, or 0 where it is not found.</returns>
    public static nint FindExport(string name) =>
        Library.Value != 0 && NativeLibrary.TryGetExport(Library.Value, name, out nint function) ? function : 0;

    /// <summary>The native client behind a managed one, or null where it is not found.</summary>
    public static SafeHandle? HandleOf(Handle client) => Native?.GetValue(client) as SafeHandle;

    private static nint FindLibrary()
    {
        Assembly client = typeof(Handle).Assembly;
        return client.GetType("Confluent.Kafka.Impl.Librdkafka")?.GetField("_flush", Hidden)?.GetValue(null)
                is Delegate { Method: { DeclaringType: { } natives } }
            && natives.GetField("DllName", Hidden)?.GetRawConstantValue() is string library
            && NativeLibrary.TryLoad(library, client, searchPath: null, out nint loaded)
            ? loaded
            : 0;
    }
}
