namespace EventLogDemo.Engine.Events;

/// <summary>
/// The random numbers of one event, derived from its position alone: any event can be generated again without those before it.
/// SplitMix64: Steele, Lea, Flood, "Fast splittable pseudorandom number generators" (OOPSLA 2014).
/// </summary>
internal struct EventRandom
{
    private const ulong Step = 0x9E3779B97F4A7C15;

    private ulong _state;

    private EventRandom(ulong state) => _state = state;

    public static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }

    /// <param name="seed">Seed of the generator, already mixed.</param>
    /// <param name="stream">Stream of the event.</param>
    /// <param name="partition">Partition of the event.</param>
    /// <param name="seq">Seq of the event.</param>
    public static EventRandom For(ulong seed, ushort stream, int partition, long seq)
    {
        ulong place = Mix(seed ^ (((ulong)stream << 32) | (uint)partition));
        return new EventRandom(Mix((place + Step) ^ (ulong)seq));
    }

    public ulong Next() => Mix(_state += Step);

    /// <summary>A number from 0 to <paramref name="bound"/> - 1; the bias is below 2^-32 of the bound.</summary>
    public int Below(int bound) => (int)(((Next() >> 32) * (uint)bound) >> 32);

    public T Pick<T>(T[] choices) => choices[Below(choices.Length)];
}
