namespace EventLogDemo.Engine.Tests.Ledger;

/// <summary>A file on a disk with little room: it takes the bytes that fit, then fails as the operating system does.</summary>
internal sealed class FillingStream : MemoryStream
{
    /// <summary>Bytes that can still be written.</summary>
    public long Room { get; set; } = long.MaxValue;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        int fits = (int)Math.Min(buffer.Length, Room);
        base.Write(buffer[..fits]);
        Room -= fits;
        if (fits < buffer.Length)
        {
            throw new IOException("No space left on device", OperatingSystem.IsWindows() ? unchecked((int)0x80070070) : 28);
        }
    }
}
