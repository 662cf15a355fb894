using System.Reflection;
using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace EventLogDemo.Engine.Kafka;

/// <summary>
/// The client's request for the metadata of one topic, after which the client can be closed. The client's own keeps a native topic for
/// as long as the garbage collector pleases, and with it a closed client: connected, and logging in again and again.
/// </summary>
internal static class MetadataRequest
{
    // The one of the same name in lower case keeps what it makes, for the next who asks.
    private static readonly MethodInfo? NewTopic = ClientInternals.HandleType?.GetMethod("NewTopic", ClientInternals.Hidden, [typeof(string), typeof(nint)]);
    private static readonly MethodInfo? Get = NewTopic is null
        ? null
        : ClientInternals.HandleType!.GetMethod("GetMetadata", ClientInternals.Hidden, [typeof(bool), NewTopic.ReturnType, typeof(int)]);

    /// <summary>Whether the request leaves nothing behind.</summary>
    public static bool IsClean => Get is not null;

    /// <summary>Sends it and waits for the answer.</summary>
    /// <exception cref="KafkaException">There was no answer.</exception>
    public static Metadata Send(IAdminClient client, string topic, TimeSpan timeout)
    {
        if (!IsClean || ClientInternals.HandleOf(client.Handle) is not { } handle)
        {
            return client.GetMetadata(topic, timeout);
        }

        using SafeHandle asked = (SafeHandle)Invoke(NewTopic!, handle, topic, (nint)0);
        return (Metadata)Invoke(Get!, handle, false, asked, (int)timeout.TotalMilliseconds);
    }

    private static object Invoke(MethodInfo method, SafeHandle client, params object[] arguments) =>
        method.Invoke(client, BindingFlags.DoNotWrapExceptions, binder: null, arguments, culture: null)!;
}
