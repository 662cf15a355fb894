using EventLogDemo.Engine.Net;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Engine.Kafka;

/// <summary>Creates clients and converts the errors of their creation.</summary>
internal static class KafkaClient
{
    /// <summary>Creates a client.</summary>
    /// <exception cref="KafkaUnavailableException">There is no native library for this machine.</exception>
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
            // This is how the client reports that it cannot read a certificate or key file.
            throw new TlsFailedException(
                ServiceNames.Kafka, connection.Endpoint, Redaction.Apply(failure.Message, connection));
        }
    }
}
