namespace EventLogDemo.Engine.Kafka;

/// <summary>
/// Arrays of exactly a body's length, which the client demands and copies out of before an append returns: one is kept for each of
/// many lengths, so that events of usual sizes need no new array. Used by one thread.
/// </summary>
internal sealed class BodyArrays
{
    // At most 512 arrays of 16 KiB, and one larger.
    private const int Slots = 512;
    private const int LargestKept = 16 * 1024;

    private readonly byte[][] _arrays = new byte[Slots + 1][];

    public byte[] Copy(ReadOnlySpan<byte> body)
    {
        ref byte[] slot = ref _arrays[body.Length <= LargestKept ? body.Length % Slots : Slots];
        if (slot is null || slot.Length != body.Length)
        {
            slot = new byte[body.Length];
        }

        body.CopyTo(slot);
        return slot;
    }
}
