using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using EventLogDemo.Engine.Events;

namespace EventLogDemo.Engine.Tests.Events;

public sealed partial class GeneratedFormatTests
{
    // Every size at which a line loses a field, and its neighbours.
    public static TheoryData<int> SyslogSizes() => [18, 19, 20, 40, 71, 72, 73, 100, 159, 160, 161, 256, 1_024, 100_000];

    public static TheoryData<int> ApacheSizes() => [65, 66, 67, 95, 96, 97, 100, 319, 320, 321, 1_024, 100_000];

    public static TheoryData<int> JsonSizes() => [1, 2, 3, 10, 11, 12, 95, 96, 97, 100, 255, 256, 257, 479, 480, 481, 1_024, 100_000];

    [Theory]
    [MemberData(nameof(SyslogSizes))]
    public void Syslog_IsRfc5424(int size)
    {
        foreach (string line in GeneratedLines.Of(EventFormat.Syslog, size, 500))
        {
            Match match = Rfc5424().Match(line);
            Assert.True(match.Success, line);
            Assert.InRange(int.Parse(match.Groups["pri"].Value, CultureInfo.InvariantCulture), 0, 191);
            Assert.Equal(size >= 72, match.Groups["time"].Value != "-");
            Assert.Equal(size >= 160, match.Groups["data"].Value != "-");
            if (size >= 72)
            {
                AssertMoment(match.Groups["time"].Value, "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'");
            }
        }
    }

    [Theory]
    [MemberData(nameof(ApacheSizes))]
    public void Apache_IsTheCombinedFormat(int size)
    {
        foreach (string line in GeneratedLines.Of(EventFormat.Apache, size, 500))
        {
            Match match = Combined().Match(line);
            Assert.True(match.Success, line);
            AssertMoment(match.Groups["time"].Value, "dd/MMM/yyyy:HH:mm:ss '+0000'");
            Assert.True(Uri.TryCreate("http://host" + match.Groups["target"].Value, UriKind.Absolute, out _), line);
            Assert.Equal(size >= 320, match.Groups["agent"].Value != "-");
        }
    }

    [Theory]
    [MemberData(nameof(JsonSizes))]
    public void Json_IsValid(int size)
    {
        foreach (string line in GeneratedLines.Of(EventFormat.Json, size, 500))
        {
            using JsonDocument document = JsonDocument.Parse(line);
            Assert.Equal(size >= 11, document.RootElement.ValueKind == JsonValueKind.Object);
        }
    }

    [Fact]
    public void Json_HasTheFieldsOfOpenTelemetrysLogDataModel()
    {
        Dictionary<string, int> numbers = new() { ["DEBUG"] = 5, ["INFO"] = 9, ["WARN"] = 13, ["ERROR"] = 17, ["FATAL"] = 21 };
        foreach (string line in GeneratedLines.Of(EventFormat.Json, 1_024, 2_000))
        {
            using JsonDocument document = JsonDocument.Parse(line);
            JsonElement root = document.RootElement;
            Assert.Equal(
                [
                    "Timestamp", "ObservedTimestamp", "SeverityText", "SeverityNumber", "TraceId", "SpanId", "Resource",
                    "Attributes", "Body",
                ],
                root.EnumerateObject().Select(property => property.Name));
            long time = long.Parse(root.GetProperty("Timestamp").GetString()!, CultureInfo.InvariantCulture);
            long observed = long.Parse(root.GetProperty("ObservedTimestamp").GetString()!, CultureInfo.InvariantCulture);
            Assert.InRange(observed - time, 1_000_000, 41_000_000);
            Assert.Equal(numbers[root.GetProperty("SeverityText").GetString()!], root.GetProperty("SeverityNumber").GetInt32());
            Assert.Matches("^[0-9a-f]{32}$", root.GetProperty("TraceId").GetString());
            Assert.Matches("^[0-9a-f]{16}$", root.GetProperty("SpanId").GetString());
            Assert.NotEmpty(root.GetProperty("Resource").GetProperty("service.name").GetString()!);
            Assert.InRange(root.GetProperty("Attributes").GetProperty("http.response.status_code").GetInt32(), 200, 503);
        }
    }

    [Fact]
    public void Plain_ContainsItsPosition()
    {
        using EventGenerator generator = EventGenerator.Create(new GeneratorOptions { SizeBytes = 200 });
        Assert.Matches("^event 123456 of stream 7 in partition 3: [a-z ]+[a-z.]$", generator.Line(7, 3, 123_456));
    }

    [Theory]
    [InlineData(EventFormat.Syslog, 17)]
    [InlineData(EventFormat.Apache, 64)]
    public void SizeBelowAnyValidLine_IsPlain(EventFormat format, int size) =>
        Assert.Equal(GeneratedLines.Of(EventFormat.Plain, size, 10), GeneratedLines.Of(format, size, 10));

    [Fact]
    public void Levels_ComeInRealisticShares()
    {
        Dictionary<string, double> shares = GeneratedLines.Of(EventFormat.Json, 100, 20_000)
            .GroupBy(line => LevelOf().Match(line).Groups[1].Value)
            .ToDictionary(group => group.Key, group => group.Count() / 20_000.0);

        Assert.InRange(shares["INFO"], 0.75, 0.85);
        Assert.InRange(shares["DEBUG"], 0.10, 0.14);
        Assert.InRange(shares["WARN"], 0.04, 0.07);
        Assert.InRange(shares["ERROR"], 0.015, 0.035);
        Assert.InRange(shares["FATAL"], 0.0001, 0.005);
    }

    [Fact]
    public void Lines_Vary()
    {
        foreach (EventFormat format in Enum.GetValues<EventFormat>())
        {
            string[] lines = GeneratedLines.Of(format, 200, 5_000);
            Assert.Equal(lines.Length, lines.Distinct().Count());
        }
    }

    [Fact]
    public void Times_FollowSeq()
    {
        string[] times = [.. GeneratedLines.Of(EventFormat.Syslog, 200, 3_000).Select(line => Rfc5424().Match(line).Groups["time"].Value)];

        Assert.Equal(times.Order(StringComparer.Ordinal), times);
        Assert.StartsWith("2026-01-01T00:00:00.000", times[0], StringComparison.Ordinal);
        Assert.StartsWith("2026-01-01T00:00:02.999", times[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Messages_FitTheirLimitAndNeedNoEscape()
    {
        string[] texts = [.. LogMessages.Debug, .. LogMessages.Info, .. LogMessages.Warn, .. LogMessages.Error, .. LogMessages.Fatal];
        foreach (string text in texts)
        {
            Assert.DoesNotContain(text, character => character is '"' or '\\' or < ' ' or > '~');
            int slots = text.Count(character => character == '{');
            Assert.InRange(text.Length + (slots * "10.255.255.255".Length), 1, MessageTemplate.MaxLength);
        }
    }

    private static void AssertMoment(string text, string format)
    {
        DateTime moment = DateTime.ParseExact(
            text, format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
        Assert.InRange(moment, new DateTime(2026, 1, 1), new DateTime(2026, 1, 2));
    }

    [GeneratedRegex(
        """^<(?<pri>\d{1,3})>1 (?<time>-|\S{27}) (?<host>-|[!-~]{1,255}) (?<app>-|[!-~]{1,48}) (?<proc>-|[!-~]{1,128}) (?<id>-|[!-~]{1,32}) (?<data>-|(\[[!#-<>-\\^-~]{1,32}( [!#-<>-\\^-~]{1,32}="[^"\\\]]*")*\])+)(?<msg> .*)?$""",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Rfc5424();

    [GeneratedRegex(
        """^(?<host>-|[\d.]+) - (?<user>-|[a-z]+) \[(?<time>[^\]]+)\] "(?<method>[A-Z]+) (?<target>/[!#-~]*) HTTP/1\.1" (?<status>\d{3}) (?<size>-|\d+) "(?<referer>[^"]+)" "(?<agent>[^"]+)"$""",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Combined();

    [GeneratedRegex("\"SeverityText\":\"([A-Z]+)\"")]
    private static partial Regex LevelOf();
}
