namespace EventLogDemo.Engine.Stepping;

/// <summary>One result of a condition that is polled: its value, or why it does not hold yet.</summary>
/// <param name="Value">The value, when <paramref name="Missing"/> is null.</param>
/// <param name="Missing">What is still missing, or null when the condition holds.</param>
internal readonly record struct Check<T>(T? Value, string? Missing);

/// <summary>Creates <see cref="Check{T}"/>.</summary>
internal static class Check
{
    /// <summary>The condition holds.</summary>
    public static Check<T> Holds<T>(T value) => new(value, null);

    /// <summary>The condition does not hold yet.</summary>
    /// <param name="missing">What is missing, for the error of a wait that times out.</param>
    public static Check<T> NotYet<T>(string missing) => new(default, missing);

    /// <summary>A condition without a value.</summary>
    /// <param name="missing">What is still missing, or null when it holds.</param>
    public static Check<bool> Of(string? missing) => new(missing is null, missing);
}
