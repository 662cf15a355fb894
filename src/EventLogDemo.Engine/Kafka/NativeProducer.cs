using System.Runtime.InteropServices;
using System.Text;
using Confluent.Kafka;
using EventLogDemo.Engine.Net;

namespace EventLogDemo.Engine.Kafka;

/// <summary>
/// A producer of one topic that is set up by the managed client and used without it: the managed client creates a handle, a report and
/// half a dozen other objects for each event, which costs more than the event. Appended events are copied; their outcomes come from
/// <see cref="Poll"/>, as do the client's errors, which go to the watch.
/// </summary>
internal sealed unsafe class NativeProducer : IDisposable
{
    private const int MessagesAtOnce = 256;

    private readonly IProducer<Null, Null> _managed;
    private readonly nint _topic;
    private readonly nint _queue;
    private readonly ClientWatch _watch;

    private NativeProducer(IProducer<Null, Null> managed, string topic, ClientWatch watch)
    {
        _managed = managed;
        _watch = watch;
        Client = ClientInternals.HandleOf(managed.Handle)?.DangerousGetHandle()
            ?? throw new MissingMemberException("The managed Kafka client hides its native handle in another way.");
        byte[] name = [.. Encoding.UTF8.GetBytes(topic), 0];
        fixed (byte* first = name)
        {
            _topic = NativeFunctions.NewTopic(Client, first, 0);
        }

        if (_topic == 0)
        {
            throw new KafkaException((ErrorCode)NativeFunctions.LastError());
        }

        _queue = NativeFunctions.MainQueue(Client);
    }

    /// <summary>Receives the outcome of one event.</summary>
    /// <param name="opaque">The value that was passed with it.</param>
    /// <param name="code">Why it was not delivered.</param>
    /// <param name="status">Whether the broker has it.</param>
    /// <param name="offset">Its offset.</param>
    public delegate void Delivery(nint opaque, ErrorCode code, PersistenceStatus status, long offset);

    /// <summary>The native client.</summary>
    public nint Client { get; }

    /// <summary>Creates the client, which connects in the background.</summary>
    /// <exception cref="KafkaUnavailableException">There is no native library for this machine, or it is not a supported one.</exception>
    /// <exception cref="TlsFailedException">A certificate or key file cannot be used.</exception>
    public static NativeProducer Create(KafkaConnection connection, ProducerConfig config, string topic, ClientWatch watch)
    {
        IProducer<Null, Null> managed = KafkaClient.Make(
            connection, () => new ProducerBuilder<Null, Null>(config).SetLogHandler((_, line) => watch.OnLog(line)).Build());
        try
        {
            return new NativeProducer(managed, topic, watch);
        }
        catch (KafkaException failure)
        {
            managed.Dispose();
            throw KafkaFailure.Of(failure.Error, topic, "open a producer", connection);
        }
        catch (Exception failure) when (failure is TypeInitializationException or MissingMemberException)
        {
            managed.Dispose();
            throw new KafkaUnavailableException(failure.InnerException ?? failure);
        }
    }

    /// <summary>Adds bootstrap servers; the client ignores those that it has.</summary>
    public void AddServers(string servers) => _managed.AddBrokers(servers);

    /// <summary>Appends an event, which is copied.</summary>
    /// <returns>Why it was not accepted, or no error.</returns>
    public ErrorCode Produce(int partition, ReadOnlySpan<byte> key, ReadOnlySpan<byte> body, nint opaque)
    {
        fixed (byte* first = key)
        fixed (byte* filled = body)
        {
            // A null pointer would mean a record without a value, so an empty body uses any other address.
            byte* value = body.IsEmpty ? first : filled;
            return NativeFunctions.Produce(
                _topic, partition, NativeFunctions.CopiesPayload, value, (nuint)body.Length, first, (nuint)key.Length, opaque) == 0
                ? ErrorCode.NoError
                : (ErrorCode)NativeFunctions.LastError();
        }
    }

    /// <summary>Sends lingering batches. Waits while there are events whose outcome has not been polled.</summary>
    public void Flush(TimeSpan timeout) => _ = NativeFunctions.Flush(Client, (int)timeout.TotalMilliseconds);

    /// <summary>Aborts all events; their outcomes come with the next polls.</summary>
    public void Purge() => _ = NativeFunctions.Purge(Client, NativeFunctions.PurgesQueueAndInFlight);

    /// <summary>Waits for the next client event and handles it: the outcomes of one request's events, or an error.</summary>
    /// <returns>False when there was none.</returns>
    public bool Poll(TimeSpan timeout, Delivery onDelivery)
    {
        nint polled = NativeFunctions.PollQueue(_queue, (int)timeout.TotalMilliseconds);
        if (polled == 0)
        {
            return false;
        }

        try
        {
            Handle(polled, onDelivery);
        }
        finally
        {
            NativeFunctions.DestroyEvent(polled);
        }

        return true;
    }

    public void Dispose()
    {
        NativeFunctions.DestroyQueue(_queue);
        NativeFunctions.DestroyTopic(_topic);
        _managed.Dispose();
    }

    private void Handle(nint polled, Delivery onDelivery)
    {
        switch (NativeFunctions.EventType(polled))
        {
            case NativeFunctions.DeliveryEvent:
                NativeMessage** messages = stackalloc NativeMessage*[MessagesAtOnce];
                nuint count;
                while ((count = NativeFunctions.EventMessages(polled, messages, MessagesAtOnce)) > 0)
                {
                    for (nuint i = 0; i < count; i++)
                    {
                        NativeMessage* message = messages[i];
                        onDelivery(
                            message->Opaque,
                            (ErrorCode)message->Error,
                            (PersistenceStatus)NativeFunctions.MessageStatus(message),
                            message->Offset);
                    }
                }

                break;
            case NativeFunctions.ErrorEvent:
                _watch.OnError(new Error(
                    (ErrorCode)NativeFunctions.EventError(polled),
                    Marshal.PtrToStringUTF8((nint)NativeFunctions.EventErrorText(polled)),
                    NativeFunctions.EventErrorIsFatal(polled) != 0));
                break;
        }
    }
}
