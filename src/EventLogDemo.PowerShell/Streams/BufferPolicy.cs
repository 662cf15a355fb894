using EventLogDemo.Engine.Streams;

namespace EventLogDemo.PowerShell.Streams;

/// <summary>What a stream does while the producer's buffer is full.</summary>
public enum BufferPolicy
{
    /// <summary>Stand still until there is room.</summary>
    Wait = FullPolicy.Wait,

    /// <summary>Throw events away, and count them.</summary>
    Drop = FullPolicy.Drop,
}
