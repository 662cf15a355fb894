using System.Collections;
using System.Globalization;

namespace EventLogDemo.PowerShell.Completion;

/// <summary>Usual values of something that is written with a unit; behind a number, the units.</summary>
internal abstract class UnitCompleter : LiveCompleter
{
    /// <summary>The units, the shortest first, with their names.</summary>
    private protected abstract IReadOnlyList<(string Unit, string Name)> Units { get; }

    /// <summary>What is offered where nothing was typed.</summary>
    private protected abstract IReadOnlyList<(int Number, string Unit)> Usual { get; }

    private protected sealed override IEnumerable<Candidate> Candidates(string prefix, IDictionary bound)
    {
        IEnumerable<(string Number, string Unit)> usual = Usual.Select(value => (value.Number.ToString(CultureInfo.InvariantCulture), value.Unit));
        IEnumerable<(string Number, string Unit)> typed = decimal.TryParse(prefix, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _)
            ? Units.Select(unit => (prefix, unit.Unit))
            : [];
        return typed.Concat(usual).Distinct().Select(value => new Candidate(
            value.Number + value.Unit, $"{value.Number} {Units.First(unit => unit.Unit == value.Unit).Name}"));
    }
}

/// <summary>Durations.</summary>
internal sealed class DurationCompleter : UnitCompleter
{
    private protected override IReadOnlyList<(string Unit, string Name)> Units { get; } =
        [("ms", "milliseconds"), ("s", "seconds"), ("m", "minutes"), ("h", "hours"), ("d", "days")];

    private protected override IReadOnlyList<(int Number, string Unit)> Usual { get; } =
        [(100, "ms"), (500, "ms"), (1, "s"), (5, "s"), (10, "s"), (30, "s"), (1, "m"), (5, "m"), (1, "h")];
}

/// <summary>Sizes of events.</summary>
internal class ByteSizeCompleter : UnitCompleter
{
    private protected override IReadOnlyList<(string Unit, string Name)> Units { get; } =
        [("b", "bytes"), ("kb", "KB (1,024 bytes)"), ("mb", "MB (1,048,576 bytes)"), ("gb", "GB (1,073,741,824 bytes)")];

    private protected override IReadOnlyList<(int Number, string Unit)> Usual { get; } =
        [(100, "b"), (512, "b"), (1, "kb"), (4, "kb"), (16, "kb"), (64, "kb"), (256, "kb")];
}

/// <summary>Sizes of buffers.</summary>
internal sealed class BufferSizeCompleter : ByteSizeCompleter
{
    private protected override IReadOnlyList<(int Number, string Unit)> Usual { get; } =
        [(1, "mb"), (16, "mb"), (64, "mb"), (256, "mb"), (1, "gb"), (4, "gb")];
}
