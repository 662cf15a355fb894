using System.Reflection;
using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace EventLogDemo.Engine.Kafka;

/// <summary>
/// Non-public members of the managed client, which a later version may change. The producer fails without them, with an error that says so;
/// a metadata request can do without.
/// </summary>
internal static class ClientInternals
{
    /// <summary>Finds members of any visibility.</summary>
    public const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public;

    private static readonly Lazy<nint> Library = new(FindLibrary);
    private static readonly PropertyInfo? Native = typeof(Handle).GetProperty("LibrdkafkaHandle", Hidden);

    /// <summary>Type of the native client's handle, or null if not found.</summary>
    public static Type? HandleType => Native?.PropertyType;

    /// <summary>
    /// A function of the native library that the client has chosen, as there are several for one platform. It chooses when the
    /// first client is created: a caller before that finds nothing, then and later.
    /// </summary>
    /// <returns>Its address, or 0 if not found.</returns>
    public static nint FindExport(string name) =>
        Library.Value != 0 && NativeLibrary.TryGetExport(Library.Value, name, out nint function) ? function : 0;

    /// <summary>The native client behind a managed one, or null if not found.</summary>
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
