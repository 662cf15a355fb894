using System.Runtime.InteropServices;

namespace EventLogDemo.Engine.Kafka;

/// <summary>
/// Functions of <c>rdkafka.h</c>, documented there, that the managed client does not offer or offers at a cost per event. They
/// belong to the C interface that librdkafka keeps stable across versions.
/// </summary>
internal static unsafe class NativeFunctions
{
    /// <summary><c>RD_KAFKA_MSG_F_COPY</c>.</summary>
    public const int CopiesPayload = 0x2;

    /// <summary><c>RD_KAFKA_PURGE_F_QUEUE</c> and <c>RD_KAFKA_PURGE_F_INFLIGHT</c>.</summary>
    public const int PurgesQueueAndInFlight = 0x1 | 0x2;

    /// <summary><c>RD_KAFKA_EVENT_DR</c>.</summary>
    public const int DeliveryEvent = 0x1;

    /// <summary><c>RD_KAFKA_EVENT_ERROR</c>.</summary>
    public const int ErrorEvent = 0x8;

    public static readonly delegate* unmanaged[Cdecl]<nint, byte*, nint, nint> NewTopic =
        (delegate* unmanaged[Cdecl]<nint, byte*, nint, nint>)Find("rd_kafka_topic_new");

    public static readonly delegate* unmanaged[Cdecl]<nint, void> DestroyTopic =
        (delegate* unmanaged[Cdecl]<nint, void>)Find("rd_kafka_topic_destroy");

    public static readonly delegate* unmanaged[Cdecl]<nint, int, int, byte*, nuint, byte*, nuint, nint, int> Produce =
        (delegate* unmanaged[Cdecl]<nint, int, int, byte*, nuint, byte*, nuint, nint, int>)Find("rd_kafka_produce");

    public static readonly delegate* unmanaged[Cdecl]<int> LastError =
        (delegate* unmanaged[Cdecl]<int>)Find("rd_kafka_last_error");

    public static readonly delegate* unmanaged[Cdecl]<nint, int, int> Flush =
        (delegate* unmanaged[Cdecl]<nint, int, int>)Find("rd_kafka_flush");

    public static readonly delegate* unmanaged[Cdecl]<nint, int, int> Purge =
        (delegate* unmanaged[Cdecl]<nint, int, int>)Find("rd_kafka_purge");

    public static readonly delegate* unmanaged[Cdecl]<nint, nint> MainQueue =
        (delegate* unmanaged[Cdecl]<nint, nint>)Find("rd_kafka_queue_get_main");

    public static readonly delegate* unmanaged[Cdecl]<nint, void> DestroyQueue =
        (delegate* unmanaged[Cdecl]<nint, void>)Find("rd_kafka_queue_destroy");

    public static readonly delegate* unmanaged[Cdecl]<nint, int, nint> PollQueue =
        (delegate* unmanaged[Cdecl]<nint, int, nint>)Find("rd_kafka_queue_poll");

    public static readonly delegate* unmanaged[Cdecl]<nint, int> EventType =
        (delegate* unmanaged[Cdecl]<nint, int>)Find("rd_kafka_event_type");

    public static readonly delegate* unmanaged[Cdecl]<nint, int> EventError =
        (delegate* unmanaged[Cdecl]<nint, int>)Find("rd_kafka_event_error");

    public static readonly delegate* unmanaged[Cdecl]<nint, byte*> EventErrorText =
        (delegate* unmanaged[Cdecl]<nint, byte*>)Find("rd_kafka_event_error_string");

    public static readonly delegate* unmanaged[Cdecl]<nint, int> EventErrorIsFatal =
        (delegate* unmanaged[Cdecl]<nint, int>)Find("rd_kafka_event_error_is_fatal");

    public static readonly delegate* unmanaged[Cdecl]<nint, NativeMessage**, nuint, nuint> EventMessages =
        (delegate* unmanaged[Cdecl]<nint, NativeMessage**, nuint, nuint>)Find("rd_kafka_event_message_array");

    public static readonly delegate* unmanaged[Cdecl]<nint, void> DestroyEvent =
        (delegate* unmanaged[Cdecl]<nint, void>)Find("rd_kafka_event_destroy");

    public static readonly delegate* unmanaged[Cdecl]<NativeMessage*, int> MessageStatus =
        (delegate* unmanaged[Cdecl]<NativeMessage*, int>)Find("rd_kafka_message_status");

    private static nint Find(string name) => ClientInternals.FindExport(name) is not 0 and var function
        ? function
        : throw new EntryPointNotFoundException($"The native Kafka client was not found, or has no function {name}.");
}

/// <summary><c>rd_kafka_message_t</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeMessage
{
    public int Error;
    public nint Topic;
    public int Partition;
    public byte* Payload;
    public nuint Length;
    public byte* Key;
    public nuint KeyLength;
    public long Offset;
    public nint Opaque;
}
