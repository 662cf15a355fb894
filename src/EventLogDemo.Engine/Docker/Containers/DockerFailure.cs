using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;
using Docker.DotNet;
using EventLogDemo.Engine.Errors;

namespace EventLogDemo.Engine.Docker.Containers;

/// <summary>Converts failures of Docker and its client to typed errors.</summary>
internal static partial class DockerFailure
{
    /// <summary>The typed error of a failed call, or null when the failure is not Docker's.</summary>
    public static EngineException? Describe(Exception failure, Uri endpoint, string attempted) => failure switch
    {
        DockerApiException refusal => Describe(refusal, attempted),
        _ when Find<UnauthorizedAccessException>(failure) is not null => new DockerAccessDeniedException(endpoint, failure),
        _ when Find<SocketException>(failure) is { SocketErrorCode: SocketError.AccessDenied } => new DockerAccessDeniedException(endpoint, failure),
        _ when Find<SocketException>(failure) is { } socket => new DockerNotRunningException(endpoint, socket),
        HttpRequestException or IOException or TimeoutException => new DockerNotRunningException(endpoint, failure),
        _ => null,
    };

    /// <summary>The port that a message of Docker or Compose reports as in use, or null.</summary>
    public static int? FindTakenPort(string message) =>
        TakenPort().Match(message) is { Success: true } match
        && int.TryParse(match.Groups["port"].Value, CultureInfo.InvariantCulture, out int port)
            ? port
            : null;

    private static EngineException Describe(DockerApiException refusal, string attempted)
    {
        string answer = ReadMessage(refusal.ResponseBody);
        return refusal.StatusCode == HttpStatusCode.BadRequest && TooOld().Match(answer) is { Success: true } match
            ? new DockerTooOldException(match.Groups["found"].Value, match.Groups["needed"].Value)
            : new DockerRequestException(attempted, $"{answer} ({(int)refusal.StatusCode})", refusal);
    }

    private static string ReadMessage(string? body)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body ?? "");
            return document.RootElement.GetProperty("message").GetString() ?? "";
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return string.IsNullOrWhiteSpace(body) ? "no reason given" : body.Trim();
        }
    }

    private static T? Find<T>(Exception failure)
        where T : Exception
    {
        for (Exception? inner = failure; inner is not null; inner = inner.InnerException)
        {
            if (inner is T found)
            {
                return found;
            }
        }

        return null;
    }

    // Docker's proxy, its network driver and Windows each word it differently.
    [GeneratedRegex(
        @":(?<port>\d+)( failed)?: (port is already allocated|bind: (address already in use|Only one usage of each socket))"
        + @"|:(?<port>\d+): bind: An attempt was made to access a socket"
        + @"|bind host port (for )?[^\s:]*:(?<port>\d+)\S*: address already in use",
        RegexOptions.ExplicitCapture)]
    private static partial Regex TakenPort();

    [GeneratedRegex(
        @"client version (?<needed>[\d.]+) is too new\. Maximum supported API version is (?<found>[\d.]+)", RegexOptions.ExplicitCapture)]
    private static partial Regex TooOld();
}
