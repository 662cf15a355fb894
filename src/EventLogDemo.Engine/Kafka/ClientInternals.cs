using System.Reflection;
using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace EventLogDemo.Engine.Kafka;

/// <summary>What the managed client hides. Each use has a way without it, for a later client may hide it differently.</summary>
internal static class ClientInternals
{
    /// <summary>Finds members of every kind.</summary>
    public const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public;

    private static readonly PropertyInfo? Native = typeof(Handle).GetProperty("LibrdkafkaHandle", Hidden);

    /// <summary>The native client behind a managed one, or null where it is not found.</summary>
    public static SafeHandle? HandleOf(Handle client) => Native?.GetValue(client) as SafeHandle;
}
