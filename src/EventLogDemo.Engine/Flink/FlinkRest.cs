using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;
using System.Text.RegularExpressions;
using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Net;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Stepping;

namespace EventLogDemo.Engine.Flink;

/// <summary>Client of Flink's REST API. Every request has a deadline, and every unexpected response is a typed error.</summary>
internal sealed partial class FlinkRest : IDisposable
{
    private const int MaxReasonLength = 300;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly HttpClient _client;
    private readonly Uri _root;
    private readonly TimeProvider _time;
    private readonly TimeSpan _timeout;

    /// <summary>Creates a client with its own connections.</summary>
    /// <exception cref="TlsFileException">A certificate or key cannot be used.</exception>
    public FlinkRest(FlinkConnection connection, TimeProvider time, TimeSpan timeout)
        : this(connection, time, timeout, Handler(connection))
    {
    }

    /// <summary>Creates a client that sends through a handler, which it then owns.</summary>
    internal FlinkRest(FlinkConnection connection, TimeProvider time, TimeSpan timeout, HttpMessageHandler handler)
    {
        _time = time;
        _timeout = timeout;
        string root = connection.Endpoint.AbsoluteUri;
        _root = new Uri(root.EndsWith('/') ? root : root + "/");
        // The deadline is ours, so that a test's clock can pass it.
        _client = new HttpClient(handler) { Timeout = System.Threading.Timeout.InfiniteTimeSpan };
        if (connection.Token is { } token)
        {
            _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
    }

    /// <summary>Root of the API.</summary>
    public Uri Endpoint => _root;

    /// <summary>Reads a resource.</summary>
    public Task<T> GetAsync<T>(string path, string attempted, CancellationToken cancellationToken)
        where T : class => SendAsync<T>(HttpMethod.Get, path, null, attempted, cancellationToken);

    /// <summary>Triggers an operation.</summary>
    public Task<T> PostAsync<T>(string path, object body, string attempted, CancellationToken cancellationToken)
        where T : class => SendAsync<T>(HttpMethod.Post, path, body, attempted, cancellationToken);

    public void Dispose() => _client.Dispose();

    private async Task<T> SendAsync<T>(
        HttpMethod method, string path, object? body, string attempted, CancellationToken cancellationToken)
        where T : class
    {
        using TimeLimit limit = new(_timeout, _time, cancellationToken);
        using HttpRequestMessage request = new(method, new Uri(_root, path));
        if (body is not null)
        {
            request.Content = JsonContent.Create(body, body.GetType(), options: Json);
        }

        try
        {
            using HttpResponseMessage response = await _client.SendAsync(request, limit.Token).ConfigureAwait(false);
            byte[] content = await response.Content.ReadAsByteArrayAsync(limit.Token).ConfigureAwait(false);
            return response.IsSuccessStatusCode ? Read<T>(path, response.StatusCode, content) : throw Describe(path, response.StatusCode, content, attempted);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ServiceTimeoutException(ServiceNames.Flink, _timeout, attempted, _root);
        }
        catch (HttpRequestException failure)
        {
            throw Describe(path, failure, attempted);
        }
        catch (IOException failure)
        {
            // The connection broke in the middle of the response.
            throw new ServiceUnavailableException(ServiceNames.Flink, _root, attempted, inner: failure);
        }
    }

    private static T Read<T>(string path, HttpStatusCode status, byte[] content)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(content, Json)
                ?? throw new FlinkRestException((int)status, path, "the response is empty");
        }
        catch (JsonException failure)
        {
            throw new FlinkRestException((int)status, path, "the response is not one of Flink 2.3", failure);
        }
    }

    private EngineException Describe(string path, HttpStatusCode status, byte[] content, string attempted) => status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.ProxyAuthenticationRequired =>
            new AuthenticationFailedException(ServiceNames.Flink, _root, $"it answered {(int)status} ({status})"),
        // While the coordinator starts, or behind a gateway whose Flink is down.
        HttpStatusCode.ServiceUnavailable or HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout =>
            new ServiceUnavailableException(
                ServiceNames.Flink, _root, attempted, inner: new FlinkRestException((int)status, path, ReasonOf(content))),
        _ => new FlinkRestException((int)status, path, ReasonOf(content)),
    };

    private EngineException Describe(string path, HttpRequestException failure, string attempted) => failure switch
    {
        { InnerException: AuthenticationException inner } => new TlsFailedException(ServiceNames.Flink, _root, inner.Message, failure),
        { HttpRequestError: HttpRequestError.InvalidResponse } => new FlinkRestException(null, path, failure.Message, failure),
        { InnerException: SocketException or IOException } or { HttpRequestError: not HttpRequestError.Unknown } =>
            new ServiceUnavailableException(ServiceNames.Flink, _root, attempted, inner: failure),
        _ => new FlinkRestException(null, path, failure.Message, failure),
    };

    /// <summary>The reason in an error response: the first line of the first error, which is followed by a stack trace.</summary>
    private static string ReasonOf(byte[] content)
    {
        try
        {
            string? reason = JsonSerializer.Deserialize<ErrorsResponse>(content, Json)?.Errors?.FirstOrDefault(error => error.Length > 0);
            return reason is null ? "it gave no reason" : FirstLine(reason);
        }
        catch (JsonException)
        {
            return "the response is not JSON";
        }
    }

    /// <summary>The message of a stack trace: its first line without the names of exceptions, truncated.</summary>
    internal static string FirstLine(string text)
    {
        string line = ExceptionNames().Replace(text.TrimStart().Split('\n', 2)[0].TrimEnd(), "");
        return line.Length > MaxReasonLength ? line[..MaxReasonLength] + "…" : line;
    }

    [GeneratedRegex(@"\A([\w.$]+(Exception|Error): )+", RegexOptions.CultureInvariant)]
    private static partial Regex ExceptionNames();

    private static SocketsHttpHandler Handler(FlinkConnection connection)
    {
        SocketsHttpHandler handler = new()
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            // A host name may resolve to another address after its container is recreated.
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
        };
        if (connection.Tls is { } tls)
        {
            handler.SslOptions = new TlsClient(tls).OptionsFor(connection.Endpoint.Host);
        }

        return handler;
    }
}
