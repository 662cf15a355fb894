using EventLogDemo.Engine.Errors;

namespace EventLogDemo.Engine.Events;

/// <summary>What an <see cref="EventGenerator"/> generates.</summary>
public sealed record GeneratorOptions
{
    /// <summary>Default for <see cref="SizeBytes"/>.</summary>
    /// <value>Defaults to 1,024.</value>
    public const int DefaultSizeBytes = 1024;

    /// <summary>Default for <see cref="Seed"/>.</summary>
    /// <value>Defaults to 1.</value>
    public const long DefaultSeed = 1;

    /// <summary>Format of the bodies.</summary>
    /// <value>Defaults to <see cref="EventFormat.Plain"/>.</value>
    public EventFormat Format { get; init; } = EventFormat.Plain;

    /// <summary>Exact size of every body in bytes.</summary>
    /// <value>Defaults to 1,024; from 1 to 1,000,000.</value>
    public int SizeBytes { get; init; } = DefaultSizeBytes;

    /// <summary>Seed: the same seed gives the same bytes.</summary>
    /// <value>Defaults to 1; any number.</value>
    public long Seed { get; init; } = DefaultSeed;

    /// <summary>Throws for a value outside its range.</summary>
    /// <exception cref="OptionRangeException">The size or the format is outside its range.</exception>
    public void Validate()
    {
        OptionRangeException.ThrowIfOutside(nameof(SizeBytes), SizeBytes, 1, EventLimits.MaxBodyBytes);
        OptionRangeException.ThrowIfOutside(nameof(Format), (int)Format, (int)EventFormat.Plain, (int)EventFormat.Json);
    }
}
