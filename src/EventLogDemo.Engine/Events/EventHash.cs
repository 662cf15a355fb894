using System.IO.Hashing;

namespace EventLogDemo.Engine.Events;

/// <summary>XXH3-64 (seed 0) of an identity followed by a body, without an allocation per event.</summary>
internal static class EventHash
{
    // One contiguous pass is about twice as fast as the incremental form, until copying a large body costs more than it saves.
    private const int LargestCopied = 8 * 1024;

    [ThreadStatic]
    private static XxHash3? incremental;

    public static ulong Compute(ReadOnlySpan<byte> head, ReadOnlySpan<byte> body)
    {
        if (body.Length <= LargestCopied)
        {
            Span<byte> joined = stackalloc byte[head.Length + body.Length];
            head.CopyTo(joined);
            body.CopyTo(joined[head.Length..]);
            return XxHash3.HashToUInt64(joined);
        }

        XxHash3 hash = incremental ??= new XxHash3();
        hash.Append(head);
        hash.Append(body);
        ulong value = hash.GetCurrentHashAsUInt64();
        hash.Reset();
        return value;
    }
}
