namespace EventLogDemo.Engine.Events;

/// <summary>Format of a generated body.</summary>
public enum EventFormat
{
    /// <summary>The event's position, padded with words.</summary>
    Plain,

    /// <summary>A syslog message (RFC 5424).</summary>
    Syslog,

    /// <summary>A line of Apache's combined log format.</summary>
    Apache,

    /// <summary>A JSON object on one line, with the fields of OpenTelemetry's log data model.</summary>
    Json,
}
