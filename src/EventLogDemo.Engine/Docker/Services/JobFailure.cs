using System.Globalization;
using System.Text.RegularExpressions;
using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Engine.Docker.Services;

/// <summary>Finds in the log of a service why the Flink job failed, for failures that have an error type of their own.</summary>
internal static partial class JobFailure
{
    /// <summary>The error, or null when the lines contain no known failure.</summary>
    public static EngineException? Find(IEnumerable<string> lines) =>
        lines.Select(line => SchemaVersion().Match(line)).LastOrDefault(match => match.Success) is { } match
            ? new StoreSchemaException(match.Groups["keyspace"].Value, NumberOf(match, "found"), NumberOf(match, "known"))
            : null;

    private static int NumberOf(Match match, string group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    // The message of flink-job's SchemaVersionException, wherever it occurs in a stack trace.
    [GeneratedRegex(
        "Keyspace (?<keyspace>[0-9A-Za-z_]+) holds the event tables in version (?<found>-?[0-9]{1,9}), this job writes version (?<known>-?[0-9]{1,9})",
        RegexOptions.CultureInvariant)]
    private static partial Regex SchemaVersion();
}
