using EventLogDemo.Engine.Events;

namespace EventLogDemo.PowerShell.Streams;

/// <summary>What a generated event looks like.</summary>
public enum LogFormat
{
    /// <summary>The event's position and words.</summary>
    Plain = EventFormat.Plain,

    /// <summary>A syslog message (RFC 5424).</summary>
    Syslog = EventFormat.Syslog,

    /// <summary>A line of Apache's combined log format.</summary>
    Apache = EventFormat.Apache,

    /// <summary>A JSON object on one line, with the fields of OpenTelemetry's log data model.</summary>
    Json = EventFormat.Json,
}
