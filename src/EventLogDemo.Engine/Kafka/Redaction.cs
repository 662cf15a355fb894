using EventLogDemo.Engine.Net;

namespace EventLogDemo.Engine.Kafka;

/// <summary>Removes the password from texts of the client.</summary>
internal static class Redaction
{
    public static string Apply(string text, KafkaConnection connection) =>
        connection.Login is { Password: { Length: > 0 } password } ? text.Replace(password, "***", StringComparison.Ordinal) : text;
}
