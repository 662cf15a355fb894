using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace EventLogDemo.Engine.Kafka;

/// <summary>
/// <c>rd_kafka_purge</c>, which the managed client does not offer: it alone tells, when a producer is closed without waiting, what
/// never left from what was in flight. Where a later client hides its handle in another way this does nothing, and whatever is left
/// is then unknown, which is never wrong.
/// </summary>
internal static unsafe class NativePurge
{
    // RD_KAFKA_PURGE_F_QUEUE and RD_KAFKA_PURGE_F_INFLIGHT of rdkafka.h.
    private const int QueueAndInFlight = 0x1 | 0x2;

    private static readonly Lazy<nint> Purge = new(() => ClientInternals.FindExport("rd_kafka_purge"));

    /// <summary>Ends all events of a producer; their reports come with the next polls.</summary>
    /// <returns>False when it cannot be done.</returns>
    public static bool TryPurge(Handle producer)
    {
        if (Purge.Value == 0 || ClientInternals.HandleOf(producer) is not { IsClosed: false } handle)
        {
            return false;
        }

        bool held = false;
        try
        {
            handle.DangerousAddRef(ref held);
            return ((delegate* unmanaged[Cdecl]<nint, int, int>)Purge.Value)(handle.DangerousGetHandle(), QueueAndInFlight) == 0;
        }
        finally
        {
            if (held)
            {
                handle.DangerousRelease();
            }
        }
    }
}
