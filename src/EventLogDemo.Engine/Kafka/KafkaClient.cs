using EventLogDemo.Engine.Net;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Engine.Kafka;

/// <summary>Makes clients, with what can go wrong there.</summary>
internal static class KafkaClient
{
    /// <summary>Makes a client.</summary>
    /// <exception cref="KafkaUnavailableException">The native library is not there for this machine.</exception>
    /// <exception cref="TlsFailedException">A certificate or key file cannot be used.</exception>
    public static T Make<T>(KafkaConnection connection, Func<T> make)
    {
        try
        {
            return make();
        }
        catch (Exception failure) when (failure is DllNotFoundException or TypeInitializationException { InnerException: DllNotFoundException })
        {
            throw new KafkaUnavailableException(failure);
        }
        catch (Exception failure) when (connection.Tls is not null && failure is InvalidOperationException or ArgumentException)
        {
            // The client's only way to say that it cannot read a file of certificates or a key.
            throw new TlsFailedException(
                ServiceNames.Kafka, connection.Endpoint, Redaction.Apply(failure.Message, connection));
        }
    }
}
