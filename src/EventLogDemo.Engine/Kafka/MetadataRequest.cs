using System.Reflection;
using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace EventLogDemo.Engine.Kafka;

/// <summary>
/// Requests the metadata of one topic in a way that lets the client be closed afterwards. The client's own method keeps a native topic
/// until the garbage collector runs, and with it a closed client: connected, and logging in again and again.
/// </summary>
internal static class MetadataRequest
{
    // The lower-case overload caches the topic that it creates.
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

        using SafeHandle nativeTopic = (SafeHandle)Invoke(NewTopic!, handle, topic, (nint)0);
        return (Metadata)Invoke(Get!, handle, false, nativeTopic, (int)timeout.TotalMilliseconds);
    }

    private static object Invoke(MethodInfo method, SafeHandle client, params object[] arguments) =>
        method.Invoke(client, BindingFlags.DoNotWrapExceptions, binder: null, arguments, culture: null)!;
}
